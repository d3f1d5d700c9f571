using Google.Protobuf;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

public sealed class LineTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Line_says_what_offline_scoring_says_when_blocks_come_shuffled_doubled_and_cut(int seed)
    {
        var study = new TestStudy(305, seed: 10 + seed, origin: new Rational { Numerator = 4, Denominator = 1 });
        await using var host = await ServiceHost.StartAsync(settings: seed == 1 ? ["Flow:LaneCapacity=1", "Flow:EpochsInFlightPerBed=1"] : []);

        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", Mixed(study, seed));
        await host.FeedAsync("bed-1", "event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
        Assert.Equal(20, night.Reports.Count);
        Assert.All(night.Accounts, account => Assert.Equal(0, account.Lost));
    }

    [Fact]
    public async Task Blocks_wait_in_the_journal_when_their_descriptor_has_not_come()
    {
        var study = new TestStudy(120);
        await using var host = await ServiceHost.StartAsync();

        await host.FeedAsync("bed-1", study.Blocks().Take(70));
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Skip(70));
        await host.FeedAsync("bed-1", "event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
    }

    [Fact]
    public async Task Beds_do_not_mix_when_they_send_at_the_same_time()
    {
        TestStudy[] studies = [.. Enumerable.Range(0, 6).Select(n => new TestStudy(150, seed: 30 + n))];
        await using var host = await ServiceHost.StartAsync(settings: ["Flow:LaneCapacity=4"]);

        await Task.WhenAll(studies.Select((study, n) => host.FeedAsync($"bed-{n}", study)));

        foreach (var (n, study) in studies.Index())
        {
            var night = await host.EndedNightAsync(study.Id);
            Assert.Equal(OfflineReports.Of(study, $"bed-{n}", new InkStager()), OfflineReports.Comparable(night.Reports));
        }
    }

    [Fact]
    public async Task Epoch_is_unscorable_and_counted_when_its_samples_are_lost()
    {
        var study = new TestStudy(120);
        await using var host = await ServiceHost.StartAsync();

        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Where(block => block.Sequence is < 30 or >= 60));
        await host.FeedAsync("bed-1", "event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        var lost = night.Reports.Single(report => report is { Epoch: 1, Revision: Revision.Final });
        Assert.Equal(Stage.Unscorable, lost.Stage);
        Assert.NotEmpty(lost.UnscorableReason);
        Assert.Equal([3000L, 3000L, 1500L], lost.Accounts.Select(account => account.Lost));
        Assert.Equal([0L, 1L, 2L, 3L], night.Reports.Where(report => report.Revision == Revision.Final).Select(report => report.Epoch));
        Assert.Contains(night.Advisories, advisory => advisory.Cause == "samples-lost");
        var bed = (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds.Single();
        Assert.Equal((4, 1, 7500), (bed.FinalEpochs, bed.UnscorableEpochs, bed.LostSamples));
    }

    [Fact]
    public async Task New_study_closes_the_one_before_it_at_the_same_bed()
    {
        var (first, second) = (new TestStudy(90, seed: 1), new TestStudy(60, seed: 2));
        await using var host = await ServiceHost.StartAsync();

        await host.FeedAsync("bed-1", "study", first.Descriptor);
        await host.FeedAsync("bed-1", first.Blocks());
        await host.FeedAsync("bed-1", second);

        Assert.Equal(6, (await host.EndedNightAsync(first.Id)).Reports.Count);
        Assert.Equal(4, (await host.EndedNightAsync(second.Id)).Reports.Count);
    }

    /// <summary>Blocks of one to three seconds, each possibly twice, displaced by a few: all inside the horizon of ten seconds.</summary>
    private static IEnumerable<SampleBlock> Mixed(TestStudy study, int seed)
    {
        var random = new Random(seed);
        var blocks = new List<(double At, SampleBlock Block)>();
        for (var second = 0; second < study.Seconds;)
        {
            var next = Math.Min(study.Seconds, second + 1 + random.Next(3));
            var block = study.Block(second, next);
            blocks.Add((second + random.NextDouble() * 4, block));
            if (random.Next(4) == 0) blocks.Add((second + random.NextDouble() * 4, block.Clone()));
            second = next;
        }
        return blocks.OrderBy(block => block.At).Select(block => block.Block);
    }
}

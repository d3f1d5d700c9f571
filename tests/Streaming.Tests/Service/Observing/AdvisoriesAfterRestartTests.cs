using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;
using Streaming.Service.Flow;
using Streaming.V1;

namespace Streaming.Tests.Service.Observing;

/// <summary>What lasted when the service stopped: some of it nobody says again, some of it the start itself has mended.</summary>
public sealed class AdvisoriesAfterRestartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-advisories-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_said_at_a_study_s_begin_stands_as_long_as_the_study()
    {
        var study = new TestStudy(90, seed: 711);
        study.Descriptor.Start = new Timestamp { Seconds = 1_795_997_135_351 }; // milliseconds
        await using (var host = await StartAsync(InkStager.Served()))
        {
            await host.FeedAsync("bed-1", "study", study.Descriptor);
            await host.FeedAsync("bed-1", study.Blocks().Take(40));
            await ServiceHost.UntilAsync(async () => (await CausesAsync(host)).Intersect(["montage", "study-start"]).Count() == 2);
        }
        await using (var host = await StartAsync(InkStager.Served()))
        {
            await PassAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(["montage", "study-start"], await CausesAsync(host));

            await host.FeedAsync("bed-1", study.Blocks().Skip(40));
            await host.FeedAsync("bed-1", "event", study.End());
            await ServiceHost.UntilAsync(async () => (await CausesAsync(host)).Count == 0);
        }
    }

    /// <summary>A failed lane says "restart the service": when that was done and the bed stages again, it is not said for ever.</summary>
    [Fact]
    public async Task That_a_bed_failed_is_over_when_it_stages_again()
    {
        var study = new TestStudy(90, seed: 712);
        await using (var host = await StartAsync(InkStager.Served() with { CreateStager = () => new TooFewStages() }))
        {
            await host.FeedAsync("bed-1", "study", study.Descriptor);
            await host.FeedAsync("bed-1", study.Blocks().Take(40));
            await ServiceHost.UntilAsync(async () => (await CausesAsync(host)).Contains("bed-failed"));
        }
        await using (var host = await StartAsync(InkStager.Served()))
        {
            await host.FeedAsync("bed-1", study.Blocks().Skip(40));
            await ServiceHost.UntilAsync(async () => (await host.BedAsync()).FinalEpochs == 3);
            await ServiceHost.UntilAsync(async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return !(await CausesAsync(host)).Contains("bed-failed");
            });
        }
    }

    private Task<ServiceHost> StartAsync(ServedModel model) => ServiceHost.StartAsync(
        store: _folder, model: model, time: _time, settings: ["Observing:AdvisoryQuietSeconds=20", "Flow:StallSeconds=3600", "Flow:Provisional=false"]);

    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken); // for the clock's own loop to come round
        }
    }

    private static async Task<List<string>> CausesAsync(ServiceHost host) =>
        [.. (await host.BedAsync()).Advisories.Select(advisory => advisory.Cause).Order(StringComparer.Ordinal)];
}

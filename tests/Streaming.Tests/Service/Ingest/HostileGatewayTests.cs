using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Tests.Service.Ingest;

/// <summary>Whoever has one bed's credentials and means harm: what it sends is well formed, and much.</summary>
public sealed class HostileGatewayTests : IAsyncLifetime
{
    private ServiceHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ServiceHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>They go to logs and terminals, where they would begin lines of their own, or steer the terminal.</summary>
    [Fact]
    public async Task Words_that_are_cited_in_a_refusal_are_one_line_without_control_characters()
    {
        var study = new TestStudy(30, seed: 701).Descriptor;
        study.StudyId = "x\r\nwarn: forged\u001b[2J\u202e\u2028";
        await _host.FeedAsync("bed-1", "study", study);

        var bed = Assert.Single((await _host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds);

        Assert.Equal("study_id 'x??warn: forged?[2J??' is not a lower-case UUID", Assert.Single(bed.Advisories).Text);
    }

    /// <summary>A night is one message, of each bed in every watcher's snapshot: one that grows without end takes the whole ward from every station.</summary>
    [Fact]
    public async Task Events_of_a_study_are_kept_up_to_a_bound_and_that_is_said()
    {
        var study = new TestStudy(60, seed: 702);
        await _host.FeedAsync("bed-1", "study", study.Descriptor);
        for (var n = 0; n < 700; n++)
        {
            await _host.FeedAsync("bed-1", "event", new StudyEvent
            {
                StudyId = study.Id, EventId = new Guid(n, 3, 0, new byte[8]).ToString(), AtSeconds = new Rational { Numerator = n, Denominator = 100 },
                Note = new Note { Text = new string('n', 2000), Author = new string('a', 2000) },
            });
        }
        await _host.FeedAsync("bed-1", study.Blocks());
        await _host.FeedAsync("bed-1", "event", study.End());

        var night = await _host.EndedNightAsync(study.Id);

        Assert.InRange(night.CalculateSize(), 1_000_000, 3 << 19);
        Assert.Contains(night.Advisories, advisory => advisory.Cause == "too-many-events");
        Assert.Equal(2, night.Reports.Select(report => report.Epoch).Distinct().Count());
    }

    /// <summary>A descriptor may be a mebibyte, and each of them begins a study.</summary>
    [Fact]
    public async Task Studies_that_are_over_do_not_stay_in_memory_without_end()
    {
        var studies = Enumerable.Range(0, 200).Select(n => new TestStudy(30, seed: 71_000 + n)).ToList();
        foreach (var study in studies) await _host.FeedAsync("bed-1", "study", study.Descriptor);
        await _host.KnownAsync(studies[^1].Id);

        var directory = _host.Services.GetRequiredService<StudyDirectory>();
        Assert.NotNull(directory.Find(studies[^1].Study.Id));
        Assert.Null(directory.Find(studies[0].Study.Id));

        // What is forgotten so is over all the same.
        await _host.FeedAsync("bed-1", "study", studies[0].Descriptor);
        await _host.FeedAsync("bed-1", studies[^1].Blocks());
        await _host.FeedAsync("bed-1", "event", studies[^1].End());
        Assert.Single(await ReportedAsync(studies[^1].Id));
        Assert.Empty(await ReportedAsync(studies[0].Id));

        async Task<IEnumerable<long>> ReportedAsync(string id) => (await _host.EndedNightAsync(id)).Reports.Select(report => report.Epoch).Distinct();
    }

    /// <summary>A disk that is slow keeps the bed's lane from coming to them.</summary>
    [Fact]
    public async Task Descriptors_that_come_faster_than_their_bed_begins_them_are_refused()
    {
        await using var other = new SqliteConnection($"Data Source={Path.Combine(_host.Store, "nights.db")};Pooling=false");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        hold.ExecuteNonQuery();
        byte[] unknown = [0xba, 0x3e, 0xc0, 0x84, 0x3d, .. new byte[1_000_000]]; // field 999
        for (var n = 0; n < 40; n++)
            await _host.FeedAsync(TestStudy.Topic("bed-1", "study"), (byte[])[.. new TestStudy(30, seed: 72_000 + n).Descriptor.ToByteArray(), .. unknown]);

        var bed = Assert.Single((await _host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds);

        Assert.Equal("too-many-studies", Assert.Single(bed.Advisories).Cause);
    }
}

using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Recording;

/// <summary>What goes of the night log with a study, and what of its bed stays.</summary>
public sealed class ForgetRowsTests : IDisposable
{
    private const string Gone = "11111111-2222-3333-4444-555555555555", Next = "66666666-7777-8888-9999-aaaaaaaaaaaa";
    private static readonly BedKey s_bed = new("lab", "bed-1");
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-forget-rows-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Next)]
    [InlineData(Gone)]
    public async Task Bed_shows_the_night_that_came_after_and_advisories_that_only_mention_the_study_go(string shown)
    {
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        await WriteAsync(log, transaction =>
        {
            transaction.OpenStudy(s_bed, new StudyDescriptor { StudyId = Gone }, 0);
            transaction.EndStudy(Gone, "ended", 100, []);
            transaction.OpenStudy(s_bed, new StudyDescriptor { StudyId = Next }, 100);
            transaction.KeepBed(s_bed, new Bed { Site = "lab", Bed_ = "bed-1", StudyId = shown, State = BedState.Staging });
            transaction.AddAdvisory(s_bed, Advisory("mentions", $"study {Gone} sends"));
            transaction.AddAdvisory(s_bed, Advisory("other", $"study {Next} sends"));
        });
        StoredStudy stored;
        using (var reader = log.Read()) stored = reader.FindStudy(Gone)!;

        var told = new List<Delta>();
        log.Committed += told.AddRange;
        await WriteAsync(log, transaction => transaction.Forget(stored, "rt", DateTimeOffset.UnixEpoch, []));

        using var after = log.Read();
        Assert.Null(after.FindAdvisory("mentions"));
        Assert.NotNull(after.FindAdvisory("other"));
        Assert.NotNull(after.FindStudy(Next));
        var bed = Assert.Single(after.Beds());
        Assert.Equal(shown == Gone ? ("", BedState.Idle) : (Next, BedState.Staging), (bed.StudyId, bed.State));
        Assert.Equal(bed, WatchResponse.Parser.ParseFrom(Assert.Single(told).Encoded).Bed); // and a watcher is told
    }

    private static Advisory Advisory(string id, string text) =>
        new() { AdvisoryId = id, Site = "lab", Bed = "bed-1", Cause = "descriptor-missing", Text = text, Onset = new Timestamp() };

    private static Task WriteAsync(NightLog log, Action<NightLogTransaction> work) =>
        log.WriteAsync(transaction => { work(transaction); return true; }, TestContext.Current.CancellationToken);
}

using Microsoft.Extensions.Options;
using Polly;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.Service.Serving;

namespace Streaming.Service.Flow;

/// <summary>What the lanes of all beds share.</summary>
internal sealed record Line(
    ModelShelf Models,
    SessionFactory Sessions,
    SessionWarmer Warmer,
    ScoringQueue Scoring,
    Journal Journal,
    NightLog Log,
    PatientReads Reads,
    PayloadReader Payloads,
    StudyDirectory Studies,
    BedBoard Beds,
    AdvisoryDesk Advisories,
    CommandOutbox Commands,
    CommitFeed Feed,
    LineMeter Meter,
    WardNotice Notice,
    TimeProvider Time,
    IOptions<FlowOptions> FlowOptions,
    IOptions<RecordingOptions> RecordingOptions)
{
    private readonly ResiliencePipeline _persistent = StoreRetry.Persistent(Time, RecordingOptions.Value);

    public FlowOptions Flow => FlowOptions.Value;

    /// <summary>Commits, however often the disk refuses: until it takes the decision, the bed waits.</summary>
    public async Task WriteAsync(Action<NightLogTransaction> work, CancellationToken cancellationToken)
    {
        var begun = Time.GetTimestamp();
        await _persistent.ExecuteAsync(
            async token => await Log.WriteAsync(
                transaction =>
                {
                    work(transaction);
                    return true;
                },
                token),
            cancellationToken);
        Meter.Passed(LineStage.Commit, Time.GetElapsedTime(begun));
    }
}

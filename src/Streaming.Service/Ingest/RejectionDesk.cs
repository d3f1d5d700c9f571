using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Streaming.Service.Flow;
using Streaming.Service.Observing;
using Streaming.V1;

namespace Streaming.Service.Ingest;

/// <summary>
/// What becomes of a message that is not taken: counted, logged once per cause and bed at a bounded rate, shown as an advisory. Nothing else.
/// </summary>
internal sealed partial class RejectionDesk(
    BedBoard beds, AdvisoryDesk advisories, LineMeter meter, IOptions<IngestOptions> options, IOptions<FlowOptions> flow, TimeProvider time,
    ILogger<RejectionDesk> logger)
{
    // By bed that is shown; all others have one place for each cause: invented names fill neither memory nor log.
    private readonly ConcurrentDictionary<(BedKey?, string), long> _logged = new();

    /// <param name="bed">Null where the topic names none that is allowed.</param>
    public void Reject(BedKey? bed, Rejection rejection)
    {
        meter.Rejected(rejection.Cause);
        BedKey? shown = bed is { } named && beds.Reject(named, flow.Value.MaximumBeds) ? named : null;
        if (shown is { } known)
            advisories.Raise(known, beds.Find(known)?.StudyId ?? "", rejection.Cause, rejection.Text, AdvisoryPriority.Medium, endsWhenQuiet: true);
        if (MayLog(shown, rejection.Cause)) LogRejected(bed?.ToString() ?? "-", rejection.Cause, rejection.Text);
    }

    private bool MayLog(BedKey? bed, string cause)
    {
        var now = time.GetTimestamp();
        var key = (bed, cause);
        if (_logged.TryGetValue(key, out var last) && time.GetElapsedTime(last, now).TotalSeconds < options.Value.RejectionLogSeconds) return false;
        _logged[key] = now;
        return true;
    }

    [LoggerMessage(1001, LogLevel.Warning, "Bed {Bed}: a message was refused ({Cause}): {Text}")]
    private partial void LogRejected(string bed, string cause, string text);
}

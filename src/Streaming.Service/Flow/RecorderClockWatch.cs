using System.Globalization;
using Streaming.Core.Quality;
using Streaming.Core.Signals;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>Tells when a recorder takes samples at another rate than it states. Staging goes on by sample index, as always.</summary>
internal sealed class RecorderClockWatch(BedKey bed, Study study)
{
    public const string Cause = "recorder-clock";
    private readonly RecorderClock _clock = new();
    private bool _isTold;

    public void Look(DateTimeOffset receivedAt, double studySeconds, AdvisoryDesk desk)
    {
        if (_clock.Note(receivedAt, studySeconds) is not { } drift || drift.IsOff == _isTold) return;
        _isTold = drift.IsOff;
        if (!_isTold) desk.End(bed, Cause);
        else desk.Raise(bed, study.Id.ToString(), Cause, string.Create(CultureInfo.InvariantCulture,
            $"the recorder's samples come {Math.Abs(drift.Share) * 100:0.0#} % {(drift.Share > 0 ? "slower" : "faster")} than their stated rate; check its clock"),
            AdvisoryPriority.Low);
    }
}

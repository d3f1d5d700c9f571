using System.Globalization;
using Streaming.Core.Quality;
using Streaming.Core.Signals;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>Tells when a recorder takes samples at another rate than it states. Staging goes on by sample index, as always.</summary>
internal sealed class RecorderClockWatch(BedKey bed, Study study, TimeProvider time)
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1); // half of what is told; a clock that is only slewed is apart less
    private RecorderClock _clock = new();
    private TimeSpan _apart = Apart(time);
    private bool _isTold;

    public void Look(DateTimeOffset receivedAt, double studySeconds, AdvisoryDesk desk)
    {
        // The wall clock was set, or the machine slept: what was measured before says nothing of the recorder.
        var apart = Apart(time);
        if ((apart - _apart).Duration() > s_step) _clock = new RecorderClock();
        _apart = apart;
        if (_clock.Note(receivedAt, studySeconds) is not { } drift || drift.IsOff == _isTold) return;
        _isTold = drift.IsOff;
        if (!_isTold) desk.End(bed, AdvisoryCause.RecorderClock);
        else desk.Raise(bed, study.Id.ToString(), AdvisoryCause.RecorderClock, string.Create(CultureInfo.InvariantCulture,
            $"the recorder's samples come {Math.Abs(drift.Share) * 100:0.0#} % {(drift.Share > 0 ? "slower" : "faster")} than their stated rate; check its clock"),
            AdvisoryPriority.Low);
    }

    /// <summary>How far the wall clock is from the machine's own.</summary>
    private static TimeSpan Apart(TimeProvider time) => time.GetUtcNow() - DateTimeOffset.UnixEpoch - time.GetElapsedTime(0);
}

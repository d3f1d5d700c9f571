using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Service.Recording;

namespace Streaming.Service.Exporting.Report;

/// <summary>Study time as people read it: hours into the recording, and the lab's clock where the recorder's was set.</summary>
internal sealed class NightTimes(Study study, LabClock clock)
{
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(1); // two clocks that are both right differ by less

    private readonly DateTimeOffset? _start = clock.IsDated(study.Start) ? study.Start : null;

    /// <summary>With the date.</summary>
    public string Start => _start is { } start ? clock.Moment(start) : "not set";

    /// <summary>The recorder's clock showed later than the server's does.</summary>
    public bool IsAfter(double seconds, DateTimeOffset now) => _start is { } start && start.AddSeconds(seconds) > now + ClockSlack;

    /// <summary>01:23:45 (23:11:02 UTC+02:00).</summary>
    public string Moment(double seconds) => _start is { } start
        ? $"{StudyTime.Text(seconds)} ({clock.TimeOfDay(start.AddSeconds(seconds))})"
        : StudyTime.Text(seconds);

    /// <summary>Whose clock it is and when the recording began by it, for the foot of a chart; null where the recorder's was not set.</summary>
    public string? Clock => _start is null ? null : $"{clock.Zone}; the recording began at {Start}";

    /// <summary>Each time at which the lab's clock shows a whole number of steps, in the order in which they happened: where it is put back it shows one twice, where it is put
    /// forward it may leave one out. Where the recorder's clock was not set, of study time.</summary>
    /// <param name="from">Study time of the first that may be.</param>
    /// <param name="to">Of the last.</param>
    /// <param name="step">Whole minutes, of which a day holds a whole number.</param>
    public IEnumerable<AxisMark> Marks(double from, double to, TimeSpan step)
    {
        var start = _start ?? DateTimeOffset.UnixEpoch;
        var (first, last) = (start.AddSeconds(from), start.AddSeconds(to));
        // Offsets are whole minutes, so that every clock shows one when UTC does.
        for (var minute = first.AddTicks((TimeSpan.TicksPerMinute - first.UtcTicks % TimeSpan.TicksPerMinute) % TimeSpan.TicksPerMinute); minute <= last; minute = minute.AddMinutes(1))
        {
            var shown = _start is null ? minute : clock.At(minute);
            if (shown.TimeOfDay.Ticks % step.Ticks == 0)
                yield return new AxisMark((minute - start).TotalSeconds, _start is null ? null : shown.ToString("HH:mm", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Study time of each change of clocks in the recording.</summary>
    /// <param name="endSeconds">Its end.</param>
    public IEnumerable<double> ChangedAt(double endSeconds) =>
        _start is not { } start ? [] : clock.Changes(start, start.AddSeconds(endSeconds)).Select(change => (change - start).TotalSeconds);

    /// <summary>Where clocks were changed in the recording, one sentence each.</summary>
    /// <param name="endSeconds">Its end.</param>
    public IEnumerable<string> Changes(double endSeconds) => _start is not { } start ? [] : clock.Changes(start, start.AddSeconds(endSeconds)).Select(change =>
    {
        var before = clock.At(change.AddTicks(-1)).Offset;
        var way = clock.At(change).Offset > before ? "forward" : "back";
        return $"At study time {StudyTime.Text((change - start).TotalSeconds)} the clocks were put {way}, to {clock.TimeOfDay(change)}. Study time goes on through it.";
    });
}

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

    /// <summary>Where clocks were changed in the recording, one sentence each.</summary>
    /// <param name="endSeconds">Its end.</param>
    public IEnumerable<string> Changes(double endSeconds) => _start is not { } start ? [] : clock.Changes(start, start.AddSeconds(endSeconds)).Select(change =>
    {
        var before = clock.At(change.AddTicks(-1)).Offset;
        var way = clock.At(change).Offset > before ? "forward" : "back";
        return $"At study time {StudyTime.Text((change - start).TotalSeconds)} the clocks were put {way}, to {clock.TimeOfDay(change)}. Study time goes on through it.";
    });
}

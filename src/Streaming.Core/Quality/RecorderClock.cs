namespace Streaming.Core.Quality;

/// <summary>Compares when samples come with when they say they were taken. For people only: nothing is placed by it.</summary>
/// <remarks>Of each minute only the least delayed sample counts, so that blocks, bursts and repairs do not look like a slow clock. A study that comes at another
/// speed than a living one (a replay) is not judged.</remarks>
public sealed class RecorderClock
{
    private const double MinuteSeconds = 60;
    private const double LeastDriftSeconds = 2; // blocks of a second, and a second of luck
    private const double LeastShare = 0.0005; // crystals are within 0.0001
    private const double LiveShare = 0.1;
    private DateTimeOffset _minuteFrom;
    private double _minuteLeast;
    private (DateTimeOffset At, double Seconds, double Delay)? _first;
    private bool _hasMinute;
    private bool _isOff;

    /// <param name="receivedAt">Wall time, never decreasing.</param>
    /// <param name="studySeconds">Of the furthest sample then.</param>
    /// <returns>Once a minute how far the clocks have come apart since the first; else null.</returns>
    public ClockDrift? Note(DateTimeOffset receivedAt, double studySeconds)
    {
        if (!_hasMinute) (_hasMinute, _minuteFrom, _minuteLeast) = (true, receivedAt, double.PositiveInfinity);
        var delay = (receivedAt - DateTimeOffset.UnixEpoch).TotalSeconds - studySeconds;
        _minuteLeast = Math.Min(_minuteLeast, delay);
        if ((receivedAt - _minuteFrom).TotalSeconds < MinuteSeconds) return null;
        var minute = (At: receivedAt, Seconds: studySeconds, Delay: _minuteLeast);
        _hasMinute = false;
        if (_first is { } first && IsLive(first, minute)) return Drift(first, minute);
        (_first, _isOff) = (minute, false);
        return new ClockDrift(0, false);
    }

    private static bool IsLive((DateTimeOffset At, double Seconds, double Delay) from, (DateTimeOffset At, double Seconds, double Delay) to)
    {
        var (wall, study) = ((to.At - from.At).TotalSeconds, to.Seconds - from.Seconds);
        return study > 0 && Math.Abs(wall / study - 1) < LiveShare;
    }

    private ClockDrift Drift((DateTimeOffset At, double Seconds, double Delay) from, (DateTimeOffset At, double Seconds, double Delay) to)
    {
        var drift = to.Delay - from.Delay;
        var share = drift / (to.Seconds - from.Seconds);
        // Told once: between the limit and half of it what was said stays.
        var limit = _isOff ? 0.5 : 1;
        _isOff = Math.Abs(drift) >= limit * LeastDriftSeconds && Math.Abs(share) >= limit * LeastShare;
        return new ClockDrift(share, _isOff);
    }
}

using System.Globalization;

namespace Streaming.Training.Evaluation;

/// <summary>Says how far long work is and how long it will still take.</summary>
/// <param name="what">Is done.</param>
/// <param name="total">Nights; what is done beyond them is not told.</param>
/// <param name="time">Measures the pace.</param>
/// <param name="log">Receives the lines.</param>
/// <param name="pause">Between two lines: work that is over before says nothing. None: a line a night.</param>
internal sealed class NightProgress(string what, int total, TimeProvider time, TextWriter log, TimeSpan pause = default)
{
    private readonly long _started = time.GetTimestamp();
    private long _said = time.GetTimestamp();
    private bool _hasSaid;
    private readonly Lock _gate = new();
    private int _done;

    /// <summary>One more is done. Any thread.</summary>
    public void Done()
    {
        lock (_gate)
        {
            if (++_done > total || !IsDue()) return;
            (_said, _hasSaid) = (time.GetTimestamp(), true);
            var left = time.GetElapsedTime(_started) / _done * (total - _done);
            var ending = _done == total ? $"in {Span(time.GetElapsedTime(_started))}" : $"{Span(left)} left";
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {_done} of {total}, {ending}"));
        }
    }

    // The end is told where the way there was.
    private bool IsDue() => time.GetElapsedTime(_said) >= pause || (_done == total && _hasSaid);

    private static string Span(TimeSpan span) => span.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min");
}

using System.Globalization;

namespace Streaming.Training.Evaluation;

/// <summary>Says how far long work is and how long it will still take.</summary>
internal sealed class NightProgress(string what, int total, TimeProvider time, TextWriter log)
{
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _gate = new();
    private int _done;

    /// <summary>One more is done. Any thread.</summary>
    public void Done()
    {
        lock (_gate)
        {
            _done++;
            var left = time.GetElapsedTime(_started) / _done * (total - _done);
            var ending = _done == total ? $"in {Span(time.GetElapsedTime(_started))}" : $"{Span(left)} left";
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {_done} of {total}, {ending}"));
        }
    }

    private static string Span(TimeSpan span) => span.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min");
}

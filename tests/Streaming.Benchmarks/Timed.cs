using System.Diagnostics;

namespace Streaming.Benchmarks;

/// <summary>Processor time of something that runs on one thread: the same on a busy machine, nearly.</summary>
internal static class Timed
{
    private const int Turns = 7;

    /// <summary>Microseconds of both, turn by turn; the median of each counts, so that what else the machine does meets both.</summary>
    public static (double First, double Second) Pair(bool isShort, Action first, Action second)
    {
        var each = TimeSpan.FromMilliseconds(isShort ? 60 : 300);
        var (firsts, seconds) = (new List<double>(), new List<double>());
        Microseconds(first, each); // the compiler's turn
        Microseconds(second, each);
        for (var turn = 0; turn < Turns; turn++)
        {
            firsts.Add(Microseconds(first, each));
            seconds.Add(Microseconds(second, each));
        }
        return (Percentile.Of(firsts, 0.5), Percentile.Of(seconds, 0.5));
    }

    private static double Microseconds(Action action, TimeSpan atLeast)
    {
        var (started, worked, runs) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, 0);
        do
        {
            action();
            runs++;
        }
        while (Stopwatch.GetElapsedTime(started) < atLeast);
        return (Environment.CpuUsage.TotalTime - worked).TotalMicroseconds / runs;
    }
}

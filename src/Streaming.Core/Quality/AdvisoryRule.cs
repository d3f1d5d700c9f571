namespace Streaming.Core.Quality;

/// <summary>When a fault is told and when it is over.</summary>
/// <param name="Need">In so many epochs…</param>
/// <param name="Window">…of the last so many it was there: it is told.</param>
/// <param name="Clear">So many epochs without it: it is over. Long for what comes and goes, so that it is told once.</param>
internal readonly record struct AdvisoryRule(int Need, int Window, int Clear)
{
    public static AdvisoryRule Of(SignalFault fault) => fault switch
    {
        SignalFault.Missing or SignalFault.Flat or SignalFault.Disconnected => new AdvisoryRule(1, 1, 3),
        SignalFault.Pops => new AdvisoryRule(3, 10, 20),
        _ => new AdvisoryRule(2, 2, 10),
    };
}

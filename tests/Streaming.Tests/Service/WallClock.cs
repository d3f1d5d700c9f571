namespace Streaming.Tests.Service;

/// <summary>The machine's clock, and a wall clock that somebody sets: timers and elapsed time go on as they do.</summary>
internal sealed class WallClock : TimeProvider
{
    private long _offsetTicks;

    public void Jump(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks));
}

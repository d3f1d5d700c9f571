namespace Streaming.Tests.Service;

/// <summary>The machine's clock, and a wall clock that somebody sets: timers and elapsed time go on as they do.</summary>
internal sealed class WallClock : TimeProvider
{
    private long _offsetTicks;
    private long _passedTicks;

    public void Jump(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    /// <summary>Both clocks go on by so much at once; timers do not notice.</summary>
    public void Pass(TimeSpan by) => Interlocked.Add(ref _passedTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offsetTicks) + Volatile.Read(ref _passedTicks));

    public override long GetTimestamp() => System.GetTimestamp() + (long)(Volatile.Read(ref _passedTicks) * (TimestampFrequency / (double)TimeSpan.TicksPerSecond));
}

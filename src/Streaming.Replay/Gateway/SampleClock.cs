using Streaming.Core.Signals;

namespace Streaming.Replay.Gateway;

/// <summary>Study time as it passes at a given speed. It does not stop for a broker that is away: what waited is then sent at once.</summary>
/// <param name="time">Wall time.</param>
/// <param name="speed">Study seconds a second; infinite: nothing is waited for.</param>
internal sealed class SampleClock(TimeProvider time, double speed)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>Completes when the study has come to this time.</summary>
    public async ValueTask WaitUntilAsync(Rational studySeconds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (double.IsPositiveInfinity(speed)) return;
        var left = TimeSpan.FromSeconds((double)studySeconds / speed) - time.GetElapsedTime(_started);
        if (left > TimeSpan.Zero) await Task.Delay(left, time, cancellationToken);
    }
}

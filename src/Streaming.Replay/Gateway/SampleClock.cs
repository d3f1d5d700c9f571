using Streaming.Core.Signals;

namespace Streaming.Replay.Gateway;

/// <summary>Study time as it passes at a given speed. It does not stop for a broker that is away: what waited is then sent at once.</summary>
/// <param name="time">Wall time.</param>
/// <param name="speed">Study seconds a second; infinite: nothing is waited for.</param>
internal sealed class SampleClock(TimeProvider time, double speed)
{
    private static readonly TimeSpan s_stretch = TimeSpan.FromDays(1);
    private readonly long _started = time.GetTimestamp();

    /// <summary>Completes when the study has come to this time.</summary>
    public async ValueTask WaitUntilAsync(Rational studySeconds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (double.IsPositiveInfinity(speed)) return;
        var seconds = (double)studySeconds / speed;
        var due = seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
        // In stretches: a timer takes 49 days.
        for (TimeSpan left; (left = due - time.GetElapsedTime(_started)) > TimeSpan.Zero;)
            await Task.Delay(left < s_stretch ? left : s_stretch, time, cancellationToken);
    }
}

using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Arousals: an abrupt shift to alpha, theta or above 16 Hz of at least 3 s after at least 10 s of sleep; in R with at least 1 s of raised
/// chin tone (AASM). Spindles are above 11 Hz but no shift to above 16 Hz.</summary>
/// <remarks>The ten seconds before each second are its background; the last ten of an epoch are remembered for the next.</remarks>
internal sealed class ArousalDetector
{
    private const int BackgroundSeconds = 10, LeastSeconds = 3;
    private const double AlphaTimes = 2.5, ThetaTimes = 4, BetaTimes = 2.5, ChinTimes = 2;
    private const int Bands = 3;
    private static readonly PowerBand[] s_bands = [PowerBand.Theta, PowerBand.Alpha, PowerBand.Beta];
    private static readonly double[] s_times = [ThetaTimes, AlphaTimes, BetaTimes];

    private readonly double[] _before = new double[BackgroundSeconds * Bands];
    private bool _hasBefore;
    private bool _isAsleepBefore;

    /// <param name="signals">The epoch's.</param>
    /// <param name="chin">The chin row, where it was observed.</param>
    /// <param name="isRemBefore">The epoch before was staged R: an arousal then needs the chin, and is not told without it.</param>
    /// <param name="into">Takes the arousals.</param>
    public void Find(EpochSignals signals, float[]? chin, bool isRemBefore, FindingList into)
    {
        var lane = signals.Has(EpochSignals.CentralLane) ? EpochSignals.CentralLane
            : signals.Has(EpochSignals.OccipitalLane) ? EpochSignals.OccipitalLane : EpochSignals.FrontalLane;
        if (!signals.Has(lane))
        {
            _hasBefore = false;
            return;
        }
        Span<double> powers = stackalloc double[(BackgroundSeconds + Epoch.Seconds) * Bands];
        _before.CopyTo(powers);
        for (var second = 0; second < Epoch.Seconds; second++)
            for (var band = 0; band < Bands; band++)
                powers[(BackgroundSeconds + second) * Bands + band] = signals.Powers[s_bands[band], lane, second] + 1e-9;
        for (var second = _hasBefore ? 0 : BackgroundSeconds; _isAsleepBefore && second < Epoch.Seconds; second++)
        {
            var length = Length(powers, second);
            if (length < LeastSeconds || signals.IsLost(lane, second * Epoch.RateHz, (second + length) * Epoch.RateHz - 1)) continue;
            if (!isRemBefore || (chin is not null && IsTense(chin, second, length)))
                into.Join(FindingKind.Arousal, lane, second * Epoch.RateHz, (second + length) * Epoch.RateHz, 0);
            second += length + BackgroundSeconds - 1;
        }
        powers[(Epoch.Seconds * Bands)..].CopyTo(_before);
        _hasBefore = true;
    }

    /// <summary>The FINAL of the epoch just read.</summary>
    public void Decide(bool isAsleep) => _isAsleepBefore = isAsleep;

    public void Save(StateWriter writer)
    {
        writer.Write(_hasBefore);
        writer.Write(_isAsleepBefore);
        writer.Write(_before);
    }

    public void Load(ref StateReader reader)
    {
        (_hasBefore, _isAsleepBefore) = (reader.ReadBoolean(), reader.ReadBoolean());
        reader.Read(_before);
    }

    // Seconds from this one on in which one band stays far above its mean over the ten seconds before.
    private static int Length(ReadOnlySpan<double> powers, int second)
    {
        var longest = 0;
        for (var band = 0; band < Bands; band++)
        {
            var background = 0.0;
            for (var i = 0; i < BackgroundSeconds; i++) background += powers[(second + i) * Bands + band];
            var limit = s_times[band] * background / BackgroundSeconds;
            var length = 0;
            while (second + length < Epoch.Seconds && powers[(BackgroundSeconds + second + length) * Bands + band] > limit) length++;
            longest = Math.Max(longest, length);
        }
        return longest;
    }

    private static bool IsTense(float[] chin, int second, int length)
    {
        var (during, background) = (0.0, 0.0);
        for (var i = 0; i < Epoch.Seconds; i++)
        {
            var power = ChinMeter.MeanSquare(chin, i) ?? 0;
            if (i >= second && i < second + length) during = Math.Max(during, power);
            else background += power / (Epoch.Seconds - length);
        }
        return length < Epoch.Seconds && during > ChinTimes * ChinTimes * background;
    }
}

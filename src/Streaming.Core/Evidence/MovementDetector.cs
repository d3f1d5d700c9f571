using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Movement: most EEG and EOG rows far above this recording's scale at the same second, or the chin and some of them.</summary>
internal static class MovementDetector
{
    private const double TallScales = 4, WithChinScales = 2, ChinScales = 4;

    /// <summary>Adds each run of seconds; gives the share of the epoch.</summary>
    public static double Find(EpochSignals signals, Epoch epoch, Observed observed, FindingList into)
    {
        var moved = 0;
        for (var second = 0; second < Epoch.Seconds; second++)
        {
            if (!IsMoved(signals, epoch, observed, second)) continue;
            var first = second;
            while (second + 1 < Epoch.Seconds && IsMoved(signals, epoch, observed, second + 1)) second++;
            moved += second + 1 - first;
            into.Join(FindingKind.Movement, LaneOf(signals), first * Epoch.RateHz, (second + 1) * Epoch.RateHz, 0);
        }
        return moved / (double)Epoch.Seconds;
    }

    /// <summary>The first lane that was observed.</summary>
    private static int LaneOf(EpochSignals signals)
    {
        var lane = 0;
        while (lane < EpochSignals.EyeLane && !signals.Has(lane)) lane++;
        return lane;
    }

    private static bool IsMoved(EpochSignals signals, Epoch epoch, Observed observed, int second)
    {
        var (rows, tall, raised) = (0, 0, 0);
        for (var lane = 0; lane < EpochSignals.Lanes; lane++)
        {
            if (!signals.Has(lane) || signals.IsLost(lane, second)) continue;
            var scale = signals.Unit(lane) * (lane == EpochSignals.EyeLane ? EpochSignals.ReferenceEyeMicrovolts : EpochSignals.ReferenceEegMicrovolts);
            var power = signals.Powers[PowerBand.Broad, lane, second];
            rows++;
            tall += power > TallScales * TallScales * scale * scale ? 1 : 0;
            raised += power > WithChinScales * WithChinScales * scale * scale ? 1 : 0;
        }
        if (rows == 0) return false;
        return tall * 2 > rows || (raised > 0 && observed.Chin && IsTense(epoch, second));
    }

    private static bool IsTense(Epoch epoch, int second)
    {
        var scale = ChinScales * epoch.ScalesMicrovolts[(int)DerivationRow.Chin];
        return ChinMeter.MeanSquare(epoch.Rows[(int)DerivationRow.Chin]!, second) is { } power && power > scale * scale;
    }
}

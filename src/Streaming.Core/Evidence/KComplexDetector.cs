using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>K-complexes: a sharp negative wave followed at once by a positive one, at least 0.5 s in all, that stands out from what is around it
/// (AASM).</summary>
/// <remarks>Amplitude and duration after Bastien and Campbell 1992 (Sleep 15:236-245); standing out, as the amplitude against the neighbouring
/// waves, separates it from trains of slow waves.</remarks>
internal static class KComplexDetector
{
    private const double LeastMicrovolts = 55, LeastSeconds = 0.5, MostSeconds = 1.8;
    private const double MostHalfWidthSeconds = 0.28, LeastTroughShare = 0.36;
    private const double NeighbourhoodSeconds = 6, LeastTimesMedian = 3.6, LeastTimesTallest = 1.4;

    public static void Find(EpochSignals signals, List<HalfWave> waves, FindingList into)
    {
        for (var lane = 0; lane < EpochSignals.EegLanes; lane++)
        {
            if (!signals.Has(lane)) continue;
            Find(signals, lane, waves, into);
            return; // the frontal row, else the central, else the occipital one
        }
    }

    private static void Find(EpochSignals signals, int lane, List<HalfWave> waves, FindingList into)
    {
        var limit = LeastMicrovolts * signals.Unit(lane);
        HalfWave.Find(signals.Delta, lane, waves);
        for (var i = 0; i < waves.Count; i++)
        {
            var wave = waves[i];
            if (wave.PeakToPeak < limit || wave.Seconds is < LeastSeconds or > MostSeconds || signals.IsLost(lane, wave.Start, wave.End)) continue;
            if (-wave.Least < LeastTroughShare * wave.PeakToPeak || HalfWidth(signals, lane, wave) > MostHalfWidthSeconds) continue;
            if (StandsOut(waves, i)) into.Join(FindingKind.KComplex, lane, wave.Start, wave.End, wave.PeakToPeak);
        }
    }

    private static double HalfWidth(EpochSignals signals, int lane, HalfWave wave)
    {
        var band = signals.Delta;
        var (from, to) = (wave.Trough, wave.Trough);
        while (from > wave.Start && band[from * EpochSignals.Lanes + lane] < wave.Least / 2) from--;
        while (to < wave.End && band[to * EpochSignals.Lanes + lane] < wave.Least / 2) to++;
        return (to - from) / (double)Epoch.RateHz;
    }

    private static bool StandsOut(List<HalfWave> waves, int index)
    {
        const int Reach = (int)(NeighbourhoodSeconds * Epoch.RateHz);
        Span<double> near = stackalloc double[2 * Reach];
        var count = 0;
        for (var i = 0; i < waves.Count && count < near.Length; i++)
        {
            var apart = Math.Abs(waves[i].Start - waves[index].Start);
            if (i == index || apart > Reach) continue;
            if (apart <= Reach / 2 && waves[index].PeakToPeak < LeastTimesTallest * waves[i].PeakToPeak) return false;
            near[count++] = waves[i].PeakToPeak;
        }
        near[..count].Sort();
        return count == 0 || waves[index].PeakToPeak >= LeastTimesMedian * near[count / 2];
    }
}

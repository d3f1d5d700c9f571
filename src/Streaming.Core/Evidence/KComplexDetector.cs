using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>K-complexes: a sharp negative wave followed at once by a positive one, at least 0.5 s in all, that stands out from what is around it
/// (AASM).</summary>
/// <remarks>Amplitude and duration after Bastien and Campbell 1992 (Sleep 15:236-245); standing out, as the amplitude against the neighbouring
/// waves, separates it from trains of slow waves.</remarks>
internal static class KComplexDetector
{
    private const double LeastMicrovolts = 75, LeastSeconds = 0.5, MostSeconds = 1.8;
    private const double MostTroughSeconds = 0.55, LeastTroughShare = 0.4;
    private const double NeighbourhoodSeconds = 3, LeastTimesNeighbours = 1.8;

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
            if ((wave.Turn - wave.Start) / (double)Epoch.RateHz > MostTroughSeconds || -wave.Least < LeastTroughShare * wave.PeakToPeak) continue;
            if (wave.PeakToPeak >= LeastTimesNeighbours * TallestNear(waves, i)) into.Join(FindingKind.KComplex, lane, wave.Start, wave.End, wave.PeakToPeak);
        }
    }

    private static double TallestNear(List<HalfWave> waves, int index)
    {
        var tallest = 0.0;
        const int Reach = (int)(NeighbourhoodSeconds * Epoch.RateHz);
        for (var i = 0; i < waves.Count; i++)
        {
            if (i == index || waves[i].End < waves[index].Start - Reach || waves[i].Start > waves[index].End + Reach) continue;
            tallest = Math.Max(tallest, waves[i].PeakToPeak);
        }
        return tallest;
    }
}

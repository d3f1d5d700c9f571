using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Sawtooth waves: trains of 2-6 Hz, triangular or serrated, largest at the centre, often before rapid eye movements (AASM). Needs the
/// central row.</summary>
/// <remarks>At least three waves of like height in a row, taller than what is around them. Their teeth are not looked at: theta bursts are taken
/// for them, so they only ever support.</remarks>
internal static class SawtoothDetector
{
    private const int Lane = EpochSignals.CentralLane;
    private const double LeastMicrovolts = 25, LeastWaveSeconds = 1 / 6.0, MostWaveSeconds = 0.5;
    private const int LeastWaves = 3;
    private const double LeastTimesMean = 2;

    public static void Find(EpochSignals signals, List<HalfWave> waves, FindingList into)
    {
        if (!signals.Has(Lane)) return;
        HalfWave.Find(signals.Sawtooth, Lane, waves);
        var sum = 0.0;
        foreach (var wave in waves) sum += wave.PeakToPeak;
        var limit = Math.Max(LeastMicrovolts * signals.Unit(Lane), waves.Count > 0 ? LeastTimesMean * sum / waves.Count : 0);
        for (var first = 0; first < waves.Count; first++)
        {
            var last = first;
            while (last < waves.Count && waves[last].PeakToPeak >= limit && waves[last].Seconds is >= LeastWaveSeconds and <= MostWaveSeconds) last++;
            if (last - first >= LeastWaves) Add(signals, waves[first..last], into);
            first = Math.Max(first, last - 1);
        }
    }

    private static void Add(EpochSignals signals, List<HalfWave> train, FindingList into)
    {
        var (from, to, tallest) = (train[0].Start, train[^1].End, 0.0);
        foreach (var wave in train) tallest = Math.Max(tallest, wave.PeakToPeak);
        if (signals.IsLost(Lane, from, to) || into.Overlaps(from, to, FindingKind.SlowWave, FindingKind.KComplex)) return;
        into.Join(FindingKind.SawtoothWaves, Lane, from, to, tallest, train.Count * Epoch.RateHz / (double)(to - from));
    }
}

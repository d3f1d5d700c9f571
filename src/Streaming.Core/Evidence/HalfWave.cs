using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>One wave of a band-limited lane: down through zero, trough, up through zero, peak, down through zero again.</summary>
/// <param name="Start">Sample of the first crossing.</param>
/// <param name="Trough">Sample of the least value.</param>
/// <param name="Turn">Sample of the middle crossing.</param>
/// <param name="Peak">Sample of the greatest value.</param>
/// <param name="End">Sample of the last crossing.</param>
/// <param name="Least">µV, negative.</param>
/// <param name="Greatest">µV, positive.</param>
internal readonly record struct HalfWave(int Start, int Trough, int Turn, int Peak, int End, double Least, double Greatest)
{
    public double PeakToPeak => Greatest - Least;

    public double Seconds => (End - Start) / (double)Epoch.RateHz;

    /// <summary>Every complete wave of a lane, in order. One that the epoch's border cuts off is none.</summary>
    public static void Find(ReadOnlySpan<double> band, int lane, List<HalfWave> into)
    {
        into.Clear();
        var (start, turn, trough, peak) = (-1, -1, 0, 0);
        double At(ReadOnlySpan<double> samples, int n) => samples[n * EpochSignals.Lanes + lane];
        for (var n = 1; n < EpochSignals.Samples; n++)
        {
            var (before, now) = (At(band, n - 1), At(band, n));
            if (before >= 0 && now < 0)
            {
                if (turn >= 0) into.Add(new HalfWave(start, trough, turn, peak, n, At(band, trough), At(band, peak)));
                (start, turn, trough) = (n, -1, n);
            }
            else if (before < 0 && now >= 0 && start >= 0) (turn, peak) = (n, n);
            if (start < 0) continue;
            if (turn < 0) trough = now < At(band, trough) ? n : trough;
            else peak = now > At(band, peak) ? n : peak;
        }
    }
}

using System.Runtime.Intrinsics;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Mean square of every band in every second of every lane, µV².</summary>
internal sealed class SecondPowers
{
    public const int Bands = 4;

    private readonly double[] _powers = new double[Bands * EpochSignals.Lanes * Epoch.Seconds];

    public double this[PowerBand band, int lane, int second] => _powers[At(band, lane, second)];

    public void Take(PowerBand band, ReadOnlySpan<Vector256<double>> samples)
    {
        for (var second = 0; second < Epoch.Seconds; second++)
        {
            var sum = Vector256<double>.Zero;
            foreach (var value in samples.Slice(second * Epoch.RateHz, Epoch.RateHz)) sum += value * value;
            for (var lane = 0; lane < EpochSignals.Lanes; lane++) _powers[At(band, lane, second)] = sum[lane] / Epoch.RateHz;
        }
    }

    private static int At(PowerBand band, int lane, int second) => ((int)band * EpochSignals.Lanes + lane) * Epoch.Seconds + second;
}

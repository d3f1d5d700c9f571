using System.Runtime.Intrinsics;
using Streaming.Core.Signals;

namespace Streaming.Core.Quality;

/// <summary>How much mains there is in a second of samples, at the native rate: Goertzel's recurrence at 45, 50, 55 and 60 Hz side by side.</summary>
/// <remarks>A filtered or resampled row no longer shows it. Only multiplications, subtractions and roots, in one order: the same bits on every machine.</remarks>
internal sealed class HumMeter
{
    private const int LowestHz = 45, StepHz = 5;
    private readonly Vector256<double> _twiceCosine;
    private readonly bool _has50;
    private readonly bool _has60;
    private readonly double _rateHz;

    /// <param name="rateHz">Samples a second.</param>
    public HumMeter(double rateHz)
    {
        _rateHz = rateHz;
        (_has50, _has60) = (rateHz >= 115, rateHz >= 132); // below, the neighbour that it is compared with folds back
        var cosines = new double[4];
        for (var lane = 0; lane < cosines.Length; lane++) cosines[lane] = 2 * ExactMath.CosPi(2 * (LowestHz + lane * StepHz) / rateHz);
        _twiceCosine = Vector256.Create<double>(cosines);
    }

    public bool IsMeasurable => _has50;

    /// <summary>Amplitude (not peak to peak) of the stronger of 50 and 60 Hz where it stands out of its neighbourhood, digital steps; else 0.</summary>
    /// <param name="second">About a second of samples, none missing.</param>
    /// <param name="hertz">Which it was.</param>
    public double Measure(ReadOnlySpan<int> second, out double hertz)
    {
        hertz = 0;
        if (!_has50 || second.Length < 30) return 0;
        var (last, before, offset) = (Vector256<double>.Zero, Vector256<double>.Zero, second[0]);
        foreach (var value in second)
            (last, before) = (Vector256.Create((double)(value - (long)offset)) + (_twiceCosine * last - before), last);
        var power = last * last + before * before - _twiceCosine * last * before;
        var scale = 2.0 / second.Length;
        double Amplitude(int lane) => scale * Math.Sqrt(Math.Max(0, power[lane]));
        var (at50, at60) = (Amplitude(1), _has60 ? Amplitude(3) : 0);
        if (at50 >= at60)
        {
            hertz = 50;
            return at50 >= QualityLimits.HumProminence * Math.Max(Amplitude(0), Amplitude(2)) ? at50 : 0;
        }
        hertz = 60;
        return at60 >= QualityLimits.HumProminence * Amplitude(2) ? at60 : 0;
    }

    /// <summary>What a sine of this frequency and amplitude 1 adds to the mean squared step from sample to sample.</summary>
    public double SquaredStep(double hertz) => 1 - ExactMath.CosPi(2 * hertz / _rateHz);
}

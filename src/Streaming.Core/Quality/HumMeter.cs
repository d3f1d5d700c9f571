using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Streaming.Core.Signals;

namespace Streaming.Core.Quality;

/// <summary>How much mains there is in a second of samples, at the native rate: Goertzel's recurrence at 45, 50, 55 and 60 Hz side by side.</summary>
/// <remarks>A filtered or resampled row no longer shows it. Only multiplications, subtractions and roots, in one order: the same bits on every machine.</remarks>
internal sealed class HumMeter
{
    /// <summary>Seconds whose recurrences run side by side: each waits for its own last step only.</summary>
    public const int Together = 5;

    private const int LowestHz = 45, StepHz = 5;
    private const int FewestSamples = 30;
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
    /// <returns>And which it was.</returns>
    public (double Amplitude, double Hertz) Measure(ReadOnlySpan<int> second)
    {
        if (!_has50 || second.Length < FewestSamples) return default;
        var (last, before) = (Vector256<double>.Zero, Vector256<double>.Zero);
        foreach (var value in second) (last, before) = (Next(value - (long)second[0], last, before), last);
        return Stronger(last, before, second.Length);
    }

    /// <summary>The same, bit for bit, of seconds that follow each other.</summary>
    /// <param name="samples">Seconds of equal length, none missing.</param>
    /// <param name="found">By second; <see cref="Together"/>.</param>
    public void Measure(ReadOnlySpan<int> samples, Span<(double Amplitude, double Hertz)> found)
    {
        var length = samples.Length / Together;
        found.Clear();
        if (!_has50 || length < FewestSamples) return;
        var a = samples[..length];
        var b = samples.Slice(length, length);
        var c = samples.Slice(2 * length, length);
        var d = samples.Slice(3 * length, length);
        var e = samples.Slice(4 * length, length);
        var (a1, b1, c1, d1, e1) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (a2, b2, c2, d2, e2) = (a1, b1, c1, d1, e1);
        for (var n = 0; n < a.Length; n++)
        {
            (a1, a2) = (Next(a[n] - (long)a[0], a1, a2), a1);
            (b1, b2) = (Next(b[n] - (long)b[0], b1, b2), b1);
            (c1, c2) = (Next(c[n] - (long)c[0], c1, c2), c1);
            (d1, d2) = (Next(d[n] - (long)d[0], d1, d2), d1);
            (e1, e2) = (Next(e[n] - (long)e[0], e1, e2), e1);
        }
        (found[0], found[1], found[2]) = (Stronger(a1, a2, length), Stronger(b1, b2, length), Stronger(c1, c2, length));
        (found[3], found[4]) = (Stronger(d1, d2, length), Stronger(e1, e2, length));
    }

    /// <summary>What a sine of this frequency and amplitude 1 adds to the mean squared step from sample to sample.</summary>
    public double SquaredStep(double hertz) => 1 - ExactMath.CosPi(2 * hertz / _rateHz);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Next(long value, Vector256<double> last, Vector256<double> before) =>
        Vector256.Create((double)value) + (_twiceCosine * last - before);

    private (double Amplitude, double Hertz) Stronger(Vector256<double> last, Vector256<double> before, int samples)
    {
        var power = last * last + before * before - _twiceCosine * last * before;
        var scale = 2.0 / samples;
        double Amplitude(int lane) => scale * Math.Sqrt(Math.Max(0, power[lane]));
        var (at50, at60) = (Amplitude(1), _has60 ? Amplitude(3) : 0);
        return at50 >= at60
            ? (at50 >= QualityLimits.HumProminence * Math.Max(Amplitude(0), Amplitude(2)) ? at50 : 0, 50)
            : (at60 >= QualityLimits.HumProminence * Amplitude(2) ? at60 : 0, 60);
    }
}

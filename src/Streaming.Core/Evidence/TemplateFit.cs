using System.Runtime.Intrinsics;

namespace Streaming.Core.Evidence;

/// <summary>How large a template lies at every place of a row, by least squares together with a mean and a slope, and how well it fits.</summary>
internal sealed class TemplateFit(KComplexTemplate template, int samples)
{
    private readonly double[] _sizes = new double[samples - template.Weights.Length + 1];
    private readonly double[] _fits = new double[samples - template.Weights.Length + 1];

    public KComplexTemplate Template => template;

    /// <summary>By place at which the template begins: what it is multiplied by, µV; negative: upside down.</summary>
    public ReadOnlySpan<double> Sizes => _sizes;

    /// <summary>By place: correlation of template and signal once mean and slope are taken off, -1 to 1.</summary>
    public ReadOnlySpan<double> Fits => _fits;

    /// <param name="signal">So many samples.</param>
    /// <param name="sums">Running sums of the signal, of the signal times its index, and of its square, from 0; one longer than the signal.</param>
    public void Read(ReadOnlySpan<double> signal, (double[] Plain, double[] Indexed, double[] Squares) sums)
    {
        var length = template.Weights.Length;
        Weigh(signal);
        for (var place = 0; place < _sizes.Length; place++)
        {
            var plain = sums.Plain[place + length] - sums.Plain[place];
            var ramp = sums.Indexed[place + length] - sums.Indexed[place] - plain * (place + (length - 1) / 2.0);
            (_sizes[place], _fits[place]) = Of(_sizes[place], plain, ramp, sums.Squares[place + length] - sums.Squares[place]);
        }
    }

    /// <summary>Size and fit over one window as long as the template.</summary>
    public (double Size, double Fit) At(ReadOnlySpan<double> window)
    {
        var (sum, plain, ramp, squares) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < window.Length; i++)
        {
            sum += window[i] * template.Weights[i];
            plain += window[i];
            ramp += window[i] * (i - (window.Length - 1) / 2.0);
            squares += window[i] * window[i];
        }
        return Of(sum, plain, ramp, squares);
    }

    // Four places at a time, each summed in the order of the samples.
    private void Weigh(ReadOnlySpan<double> signal)
    {
        var weights = template.Weights;
        for (var place = 0; place < _sizes.Length; place += 4)
        {
            var first = Math.Min(place, _sizes.Length - 4);
            var (even, odd) = (Vector256<double>.Zero, Vector256<double>.Zero);
            var i = 0;
            for (; i + 1 < weights.Length; i += 2)
            {
                even += Vector256.Create(signal.Slice(first + i, 4)) * weights[i];
                odd += Vector256.Create(signal.Slice(first + i + 1, 4)) * weights[i + 1];
            }
            if (i < weights.Length) even += Vector256.Create(signal.Slice(first + i, 4)) * weights[i];
            (even + odd).CopyTo(_sizes, first);
        }
    }

    private (double Size, double Fit) Of(double sum, double plain, double ramp, double squares)
    {
        var power = squares - plain * plain / template.Weights.Length - ramp * ramp / template.RampPower;
        return (sum / template.Power, sum / Math.Sqrt(Math.Max(power, 1e-9) * template.Power));
    }
}

using System.Runtime.Intrinsics;

namespace Streaming.Core.Evidence;

/// <summary>How large a template lies at every place of four lanes, by least squares together with a mean and a slope, and how well it
/// fits.</summary>
internal sealed class TemplateFit(KComplexTemplate template, int samples)
{
    private readonly Vector256<double>[] _sizes = new Vector256<double>[samples - template.Weights.Length + 1];
    private readonly Vector256<double>[] _fits = new Vector256<double>[samples - template.Weights.Length + 1];

    public KComplexTemplate Template => template;

    /// <summary>Places at which the template can begin.</summary>
    public int Count => _sizes.Length;

    /// <summary>What the template is multiplied by, µV; negative: upside down.</summary>
    public double Size(int place, int lane) => _sizes[place][lane];

    /// <summary>Correlation of template and signal once mean and slope are taken off, -1 to 1.</summary>
    public double Fit(int place, int lane) => _fits[place][lane];

    /// <param name="signal">So many samples.</param>
    /// <param name="sums">Running sums of the signal, of the signal times its index, and of its square, from 0; one longer than the signal.</param>
    public void Read(ReadOnlySpan<Vector256<double>> signal, (Vector256<double>[] Plain, Vector256<double>[] Indexed, Vector256<double>[] Squares) sums)
    {
        var weights = template.Weights;
        var length = weights.Length;
        for (var place = 0; place < _sizes.Length; place++)
        {
            var sum = Vector256<double>.Zero;
            var window = signal.Slice(place, length);
            for (var i = 0; i < weights.Length; i++) sum += window[i] * weights[i];
            var plain = sums.Plain[place + length] - sums.Plain[place];
            var ramp = sums.Indexed[place + length] - sums.Indexed[place] - plain * (place + (length - 1) / 2.0);
            var power = sums.Squares[place + length] - sums.Squares[place] - plain * plain * (1.0 / length) - ramp * ramp * (1 / template.RampPower);
            _sizes[place] = sum * (1 / template.Power);
            _fits[place] = sum / Vector256.Sqrt(Vector256.Max(power, Vector256.Create(1e-9)) * template.Power);
        }
    }
}

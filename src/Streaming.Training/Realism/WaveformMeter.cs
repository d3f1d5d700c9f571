using Streaming.Core.Simulation;

namespace Streaming.Training.Realism;

/// <summary>Measures the waveform of one epoch at 100 Hz: how peaked its amplitudes are, how much delta and sigma wax and wane in it.</summary>
internal sealed class WaveformMeter
{
    private const int Whole = 4096;
    private const int Part = 256; // 2.56 s, half overlapping
    private const int EpochSamples = 3000;

    private static readonly float[] Window =
        [.. Enumerable.Range(0, Part).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / Part)))];

    private readonly FourierTransform _whole = new(Whole);
    private readonly FourierTransform _part = new(Part);
    private readonly float[] _real = new float[Whole];
    private readonly float[] _imaginary = new float[Whole];

    /// <param name="epoch">3000 samples in any unit.</param>
    public WaveformShape Measure(ReadOnlySpan<float> epoch)
    {
        var (delta, sigma) = (new List<double>(), new List<double>());
        for (var start = 0; start + Part <= EpochSamples; start += Part / 2)
        {
            var (slow, fast) = Powers(epoch.Slice(start, Part));
            delta.Add(Math.Log(slow + 1e-12));
            sigma.Add(Math.Log(fast + 1e-12));
        }
        return new WaveformShape(Kurtosis(epoch), Deviation(delta), Deviation(sigma));
    }

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private (double Delta, double Sigma) Powers(ReadOnlySpan<float> part)
    {
        var real = _real.AsSpan(0, Part);
        var imaginary = _imaginary.AsSpan(0, Part);
        imaginary.Clear();
        for (var i = 0; i < Part; i++) real[i] = Window[i] * part[i];
        _part.Inverse(real, imaginary);
        var (delta, sigma) = (0.0, 0.0);
        for (var bin = 1; bin < Part / 2; bin++)
        {
            var (hertz, power) = (bin * 100.0 / Part, real[bin] * real[bin] + imaginary[bin] * imaginary[bin]);
            if (hertz is >= 0.5 and < 4) delta += power;
            else if (hertz is >= 12 and < 16) sigma += power;
        }
        return (delta, sigma);
    }

    // Between 0.5 and 30 Hz; 3 for normal amplitudes.
    private double Kurtosis(ReadOnlySpan<float> epoch)
    {
        Array.Clear(_real);
        Array.Clear(_imaginary);
        epoch.CopyTo(_real);
        _whole.Inverse(_real, _imaginary);
        for (var bin = 0; bin < Whole; bin++)
        {
            var hertz = Math.Min(bin, Whole - bin) * 100.0 / Whole;
            if (hertz is < 0.5 or > 30) _real[bin] = _imaginary[bin] = 0;
            else _imaginary[bin] = -_imaginary[bin]; // forward and back
        }
        _whole.Inverse(_real, _imaginary);
        var (square, fourth) = (0.0, 0.0);
        for (var i = 0; i < EpochSamples; i++)
        {
            var power = (double)_real[i] * _real[i];
            square += power;
            fourth += power * power;
        }
        return square == 0 ? 0 : EpochSamples * fourth / (square * square);
    }
}

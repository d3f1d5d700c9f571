using System.Numerics;

namespace Streaming.Core.Simulation;

/// <summary>Shapes white noise into the five bands at 100 Hz, four independent sources at a time.</summary>
internal sealed class BandFilters
{
    private const int Bands = SleepEdfBandPowers.Bands;
    private const int Sections = 2;

    private static readonly (double Hz, double Q, bool LowPass)[][] Designs =
    [
        [(1.1, 0.5, false), (3.0, 0.7, true)],
        [(5.6, 1.2, false), (5.6, 1.2, false)],
        [(9.8, 2.2, false), (9.8, 2.2, false)],
        [(13.9, 3.0, false), (13.9, 3.0, false)],
        [(22, 1.3, false), (22, 1.3, false)],
    ];

    private static readonly float[][] Coefficients = [.. Designs.SelectMany(band => band).Select(d => Design(d.Hz, d.Q, d.LowPass))];

    // The filters overlap: source variances for wanted band powers come from the inverse of who leaks how much into which band.
    private static readonly double[,] Inverse = Invert(Leakage());

    private readonly Vector4[] _memory = new Vector4[Bands * Sections * 2];

    /// <summary>Deviations of the five noise sources that together have these mean power densities (0.5-4, 4-8, 8-12, 12-16, 16-30 Hz).</summary>
    public static void Deviations(ReadOnlySpan<double> powers, Span<double> deviations)
    {
        for (var band = 0; band < Bands; band++)
        {
            var variance = 0.0;
            for (var other = 0; other < Bands; other++) variance += Inverse[band, other] * powers[other];
            deviations[band] = Math.Sqrt(Math.Max(variance, 0.05 * Inverse[band, band] * powers[band]));
        }
    }

    /// <summary>One sample of one band from one sample of white noise.</summary>
    public Vector4 Next(int band, Vector4 white)
    {
        for (var section = 0; section < Sections; section++)
        {
            var index = band * Sections + section;
            var c = Coefficients[index];
            var y = c[0] * white + _memory[2 * index];
            _memory[2 * index] = c[1] * white - c[3] * y + _memory[2 * index + 1];
            _memory[2 * index + 1] = c[2] * white - c[4] * y;
            white = y;
        }
        return white;
    }

    // Audio EQ cookbook (Bristow-Johnson): band-pass with peak gain 1, low-pass.
    private static float[] Design(double hertz, double q, bool lowPass)
    {
        var omega = 2 * Math.PI * hertz / CorticalSources.RateHz;
        var alpha = Math.Sin(omega) / (2 * q);
        var (cosine, a0) = (Math.Cos(omega), 1 + alpha);
        var (b0, b1, b2) = lowPass ? ((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2) : (alpha, 0, -alpha);
        return [(float)(b0 / a0), (float)(b1 / a0), (float)(b2 / a0), (float)(-2 * cosine / a0), (float)((1 - alpha) / a0)];
    }

    private static double[,] Leakage()
    {
        double[] edges = [0.5, 4, 8, 12, 16, 30];
        var leakage = new double[Bands, Bands];
        for (var source = 0; source < Bands; source++)
            for (var band = 0; band < Bands; band++)
            {
                var (sum, count) = (0.0, 0);
                for (var hertz = edges[band] + 0.05; hertz < edges[band + 1]; hertz += 0.1, count++) sum += Response(source, hertz);
                leakage[band, source] = sum / count * 2 / CorticalSources.RateHz;
            }
        return leakage;
    }

    private static double Response(int band, double hertz)
    {
        var z = Complex.FromPolarCoordinates(1, -2 * Math.PI * hertz / CorticalSources.RateHz);
        var power = 1.0;
        for (var section = 0; section < Sections; section++)
        {
            var c = Coefficients[band * Sections + section];
            var gain = (c[0] + c[1] * z + c[2] * z * z) / (1 + c[3] * z + c[4] * z * z);
            power *= gain.Magnitude * gain.Magnitude;
        }
        return power;
    }

    private static double[,] Invert(double[,] matrix)
    {
        var inverse = new double[Bands, Bands];
        for (var i = 0; i < Bands; i++) inverse[i, i] = 1;
        for (var pivot = 0; pivot < Bands; pivot++) // Gauss-Jordan; the diagonal dominates
        {
            var scale = 1 / matrix[pivot, pivot];
            for (var j = 0; j < Bands; j++) (matrix[pivot, j], inverse[pivot, j]) = (matrix[pivot, j] * scale, inverse[pivot, j] * scale);
            for (var row = 0; row < Bands; row++)
            {
                var factor = matrix[row, pivot];
                if (row == pivot) continue;
                for (var j = 0; j < Bands; j++)
                {
                    matrix[row, j] -= factor * matrix[pivot, j];
                    inverse[row, j] -= factor * inverse[pivot, j];
                }
            }
        }
        return inverse;
    }
}

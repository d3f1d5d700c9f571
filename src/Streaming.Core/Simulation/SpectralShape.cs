using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Where within its bands a sleeper's power lies: slope, borders of the bands, narrow alpha and theta rhythms, and quick
/// fluctuations.</summary>
internal sealed class SpectralShape
{
    private const int Bins = 128;
    private const double BinHz = CorticalSources.RateHz / 256.0;
    private const int Bands = NightPlan.Bands;
    private const int Stages = 5;

    private static readonly double[] Edges = [0.5, 4, 8, 12, 16, 30];

    private readonly SeededRandom _random;
    private readonly double _unit;
    private readonly float[][] _weights = new float[Bands][];
    private readonly float[][] _slopes = new float[Stages][];
    private readonly double[][] _levels = new double[Stages][];
    private readonly float[][] _alpha = new float[Stages][];
    private readonly float[][] _theta = new float[Stages][];
    private readonly double[] _thetaShares = new double[Stages];
    private readonly double[] _unrest = new double[Bands];
    private readonly double[] _flutter = new double[Bands];

    public SpectralShape(SubjectTraits subject, SeededRandom random)
    {
        _random = random;
        _unit = subject.UnitMicrovolts;
        double[] borders = [0, 4 + 0.35 * random.Normal(), 8 + 0.4 * random.Normal(), 12 + 0.4 * random.Normal(), 16 + 0.6 * random.Normal(), 1e9];
        for (var band = 0; band < Bands; band++)
            _weights[band] = Fill(hertz => Step(hertz - borders[band], 0.5) - Step(hertz - borders[band + 1], 0.5));
        var (slope, slow) = (random.Between(1.1, 2.6), random.Between(0.5, 1.7));
        for (var stage = 0; stage < Stages; stage++)
        {
            var low = slow + (stage == (int)Stage.N3 ? 0.7 : stage == (int)Stage.N2 ? 0.35 : 0);
            _slopes[stage] = Fill(hertz => hertz < 0.3 ? -30 : -(hertz < 4 ? low * Math.Log(hertz / 4) : slope * Math.Log(hertz / 4)));
            _levels[stage] = [.. Enumerable.Range(0, Bands).Select(band => MeanLevel(_slopes[stage], band))];
            var shift = (Stage)stage switch
            {
                Stage.W => 0,
                Stage.R => -random.Between(0.3, 1.8),
                Stage.N1 => -random.Between(0, 1),
                _ => -0.5,
            };
            _alpha[stage] = Peak(subject.AlphaHz + shift, stage == (int)Stage.W ? random.Between(0.35, 0.8) : random.Between(0.5, 1.1));
            _theta[stage] = Peak(random.Between(4.6, 7.2), random.Between(0.4, 1));
            _thetaShares[stage] = random.Between(0, stage is (int)Stage.N1 or (int)Stage.R ? 0.7 : 0.4);
        }
        for (var band = 0; band < Bands; band++) _unrest[band] = random.Between(0.15, 0.5);
    }

    /// <summary>Amplitudes of a cosine per bin, by region, for powers by region and band.</summary>
    public void Fill(ReadOnlySpan<float> powers, Stage stage, float alphaShare, float[][] into)
    {
        Flutter();
        var number = (int)stage;
        Span<float> level = stackalloc float[Bands];
        for (var region = 0; region < into.Length; region++)
        {
            for (var band = 0; band < Bands; band++)
                level[band] = (float)(powers[region * Bands + band] + _flutter[band] - 0.5 * _unrest[band] * _unrest[band] - _levels[number][band]);
            var alpha = alphaShare * Math.Exp(level[2] + _levels[number][2]);
            var theta = _thetaShares[number] * Math.Exp(level[1] + _levels[number][1]);
            level[2] += MathF.Log(1 - alphaShare);
            level[1] += (float)Math.Log(1 - _thetaShares[number]);
            Region(number, level, (float)(4 * alpha), (float)(4 * theta), into[region]);
        }
    }

    private void Region(int stage, ReadOnlySpan<float> level, float alpha, float theta, float[] into)
    {
        var (slope, alphaPeak, thetaPeak) = (_slopes[stage], _alpha[stage], _theta[stage]);
        var scale = (float)(_unit * Math.Sqrt(BinHz));
        for (var bin = 1; bin < Bins; bin++)
        {
            var log = slope[bin];
            for (var band = 0; band < Bands; band++) log += _weights[band][bin] * level[band];
            into[bin] = scale * MathF.Sqrt(MathF.Exp(log) + alpha * alphaPeak[bin] + theta * thetaPeak[bin]);
        }
    }

    // One value per block of 1.28 s, lightly remembered.
    private void Flutter()
    {
        for (var band = 0; band < Bands; band++) _flutter[band] = 0.4 * _flutter[band] + 0.917 * _unrest[band] * _random.Normal();
    }

    private static float[] Fill(Func<double, double> of) => [.. Enumerable.Range(0, Bins).Select(bin => (float)of(bin * BinHz))];

    private static double Step(double x, double width) => 1 / (1 + Math.Exp(-x / (0.4 * width)));

    // Density of a rhythm of variance 1.
    private static float[] Peak(double hertz, double width) =>
        Fill(x => Math.Exp(-0.5 * (x - hertz) * (x - hertz) / (width * width)) / (width * Math.Sqrt(2 * Math.PI)));

    private static double MeanLevel(float[] slope, int band)
    {
        var inside = Enumerable.Range(0, Bins).Where(bin => bin * BinHz >= Edges[band] && bin * BinHz < Edges[band + 1]);
        return Math.Log(inside.Average(bin => Math.Exp(slope[bin])));
    }
}

using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Fills a plan's band powers: stage mean + recording + slow and fast deviations of epochs + 3-10 s modulation.</summary>
internal sealed class BandPowerProcess
{
    private const int Values = SleepEdfBandPowers.Values;
    private const int Bands = SleepEdfBandPowers.Bands;
    private const int Stages = 5;
    private const double TransitionRate = 0.35; // share of a change done in one second
    private const int PieceSeconds = 24; // the fast part changes this often, off the grid
    private const double SlowMemory = 0.9718; // by piece, as SleepEdfBandPowers.SlowMemory by epoch

    private readonly SeededRandom _random;
    private readonly NightPlan _plan;
    private readonly double[][] _means;
    private readonly double[] _central = new double[Bands];

    public BandPowerProcess(NightPlan plan, SeededRandom random)
    {
        (_plan, _random) = (plan, random);
        _means = RecordingMeans();
        for (var band = 0; band < Bands; band++) _central[band] = 0.25 * random.Normal() + (band == 3 ? 0.15 : 0);
    }

    /// <param name="followed">Levels by epoch, to be followed instead of drawn; they are somebody's own and need no recording's mean.</param>
    public void Fill(IReadOnlyList<double[]>? followed = null)
    {
        Span<double> slow = stackalloc double[Values], fast = stackalloc double[Values];
        Span<double> level = stackalloc double[Values], target = stackalloc double[Values];
        Normals(slow);
        Normals(fast);
        var phase = _random.Below(PieceSeconds);
        var volatility = 1.0;
        var (delta, sigma) = (new SlowRhythm(_random), new SlowRhythm(_random));
        for (var second = 0; second < _plan.Seconds; second++)
        {
            if ((second + phase) % PieceSeconds == 0)
            {
                for (var value = 0; value < Values; value++)
                    slow[value] = SlowMemory * slow[value] + Math.Sqrt(1 - SlowMemory * SlowMemory) * _random.Normal();
                Normals(fast);
                volatility = _random.LogNormal(0.3) * 1.1;
            }
            if (followed is null) Target((int)_plan.StageAt[second], slow, fast, volatility, target);
            else followed[EpochOf(second)].CopyTo(target);
            for (var value = 0; value < Values; value++) level[value] += (second == 0 ? 1 : TransitionRate) * (target[value] - level[value]);
            Write(second, level, delta.Next(), sigma.Next());
        }
    }

    private int EpochOf(int second) =>
        Math.Clamp((int)Math.Floor((second + 0.5 - _plan.OriginSeconds) / 30), 0, _plan.Stages.Length - 1);

    private double[][] RecordingMeans()
    {
        Span<double> factors = stackalloc double[SleepEdfBandPowers.RecordingLoadings[0].Length];
        Normals(factors);
        var means = new double[Stages][];
        for (var stage = 0; stage < Stages; stage++)
        {
            means[stage] = new double[Values];
            for (var value = 0; value < Values; value++)
            {
                var mean = SleepEdfBandPowers.StageMeans[stage][value] + SimulationOffsets.Means[stage][value]
                    + SleepEdfBandPowers.RecordingResiduals[stage][value] * _random.Normal();
                var loadings = SleepEdfBandPowers.RecordingLoadings[stage * Values + value];
                for (var factor = 0; factor < factors.Length; factor++) mean += loadings[factor] * factors[factor];
                means[stage][value] = mean;
            }
        }
        return means;
    }

    private void Target(int stage, ReadOnlySpan<double> slow, ReadOnlySpan<double> fast, double volatility, Span<double> into)
    {
        var (slowRoots, fastRoots) = (SleepEdfBandPowers.SlowRoots[stage], SleepEdfBandPowers.FastRoots[stage]);
        var place = 0;
        for (var value = 0; value < Values; value++)
        {
            var (lasting, passing) = (0.0, 0.0);
            for (var factor = 0; factor <= value; factor++, place++)
            {
                lasting += slowRoots[place] * slow[factor];
                passing += fastRoots[place] * fast[factor];
            }
            into[value] = _means[stage][value] + SimulationOffsets.SlowShares[stage][value] * lasting
                + SimulationOffsets.FastShares[stage][value] * volatility * passing;
        }
    }

    // Fpz-Cz stands for frontal, Pz-Oz for occipital; central lies between, with its own character.
    private void Write(int second, ReadOnlySpan<double> level, double delta, double sigma)
    {
        var powers = _plan.PowersAt(second);
        for (var band = 0; band < Bands; band++)
        {
            var modulation = band switch { 0 => 0.5 * delta, 3 => 0.5 * sigma, 1 => 0.25 * delta, _ => 0 };
            var (frontal, occipital) = (level[band] + modulation, level[Bands + band] + modulation);
            powers[band] = (float)frontal;
            powers[2 * Bands + band] = (float)occipital;
            powers[Bands + band] = (float)(occipital + _plan.Subject.CentralBlend * (frontal - occipital) + _central[band]);
        }
    }

    private void Normals(Span<double> into)
    {
        for (var i = 0; i < into.Length; i++) into[i] = Math.Clamp(_random.Normal(), -2.7, 2.7);
    }
}

using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Fills a plan's band powers: stage mean + recording + recording by stage + autoregressive epochs + 3-10 s modulation.</summary>
internal sealed class BandPowerProcess
{
    private const int Values = SleepEdfBandPowers.Values;
    private const int Bands = SleepEdfBandPowers.Bands;
    private const double TransitionRate = 0.45; // share of a stage change done in one second: most of it within about five

    private readonly SeededRandom _random;
    private readonly NightPlan _plan;
    private readonly double[][] _means = new double[5][];
    private readonly double[] _central = new double[Bands];

    public BandPowerProcess(NightPlan plan, SeededRandom random)
    {
        (_plan, _random) = (plan, random);
        var recording = Correlated(SleepEdfBandPowers.BetweenRecordings);
        var calm = random.Between(0, 0.8); // the fitted wake is partly ambulatory; in bed it is calmer
        for (var stage = 0; stage < 5; stage++)
        {
            var added = Correlated(SleepEdfBandPowers.RecordingByStage[stage]);
            _means[stage] = new double[Values];
            for (var value = 0; value < Values; value++)
                _means[stage][value] = StageMean(stage, value, calm) + recording[value] + added[value];
        }
        for (var band = 0; band < Bands; band++) _central[band] = 0.25 * random.Normal() + (band == 3 ? 0.25 : 0);
    }

    public void Fill()
    {
        var epochs = Deviations();
        var level = (double[])_means[(int)_plan.StageAt[0]].Clone();
        var (delta, sigma) = (new SlowRhythm(_random), new SlowRhythm(_random));
        for (var second = 0; second < _plan.Seconds; second++)
        {
            var stage = (int)_plan.StageAt[second];
            var place = Math.Clamp((second - _plan.OriginSeconds) / 30 - 0.5, 0, epochs.Length - 1);
            var (index, weight) = ((int)place, place - (int)place);
            var next = Math.Min(index + 1, epochs.Length - 1);
            for (var value = 0; value < Values; value++)
                level[value] += TransitionRate * (_means[stage][value] - level[value]);
            Write(second, level, value => (1 - weight) * epochs[index][value] + weight * epochs[next][value], delta.Next(), sigma.Next());
        }
    }

    private static double StageMean(int stage, int value, double calm)
    {
        var mean = SleepEdfBandPowers.StageMeans[stage][value];
        if (stage != (int)Stage.W || value % Bands is 2 or 3) return mean;
        return mean + calm * (value % Bands == 4 ? 0.6 : 1) * (SleepEdfBandPowers.StageMeans[(int)Stage.N1][value] - mean);
    }

    // Fpz-Cz stands for frontal, Pz-Oz for occipital; central lies between, with its own character.
    private void Write(int second, double[] level, Func<int, double> deviation, double delta, double sigma)
    {
        var powers = _plan.PowersAt(second);
        for (var band = 0; band < Bands; band++)
        {
            var modulation = band switch { 0 => 0.5 * delta, 3 => 0.5 * sigma, 1 => 0.25 * delta, _ => 0 };
            var frontal = level[band] + deviation(band) + modulation;
            var occipital = level[Bands + band] + deviation(Bands + band) + modulation;
            powers[band] = (float)frontal;
            powers[2 * Bands + band] = (float)occipital;
            powers[Bands + band] = (float)(occipital + _plan.Subject.CentralBlend * (frontal - occipital) + _central[band]);
        }
    }

    private double[][] Deviations()
    {
        var epochs = new double[_plan.Stages.Length][];
        var state = Correlated(SleepEdfBandPowers.WithinStage[(int)_plan.Stages[0]]);
        for (var epoch = 0; epoch < epochs.Length; epoch++)
        {
            var stage = (int)_plan.Stages[epoch];
            var memory = epoch > 0 && _plan.Stages[epoch - 1] != _plan.Stages[epoch] ? 0.2 : SleepEdfBandPowers.EpochCorrelation[stage];
            var fresh = Correlated(SleepEdfBandPowers.WithinStage[stage]);
            var innovation = Math.Sqrt(1 - memory * memory);
            for (var value = 0; value < Values; value++) state[value] = memory * state[value] + innovation * fresh[value];
            epochs[epoch] = (double[])state.Clone();
        }
        return epochs;
    }

    private double[] Correlated(double[] triangle)
    {
        Span<double> normal = stackalloc double[Values];
        for (var value = 0; value < Values; value++) normal[value] = Math.Clamp(_random.Normal(), -2.5, 2.5);
        var result = new double[Values];
        var place = 0;
        for (var row = 0; row < Values; row++)
            for (var column = 0; column <= row; column++) result[row] += triangle[place++] * normal[column];
        return result;
    }
}

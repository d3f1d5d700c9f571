using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Places slow waves, K-complexes and spindles of N2 and N3: part of the planned delta and sigma power is moved out of the background into
/// them.</summary>
/// <remarks>Waves do not ride on each other: one ends before the next begins (Massimini et al. 2004: 1.25 s apart in deep sleep). What stands alone
/// and out of its surroundings in N2 is a K-complex, by the definition of one; other slow waves of N2 come in short runs of lower ones.</remarks>
internal sealed class DeepWavePlanner(NightPlan plan, SeededRandom random)
{
    private const int Delta = 0, Sigma = 3;
    private const double RunShare = 0.12, RunsPerSecond = 0.04, MeanRun = 4; // slow waves of N2: of its delta power, and how many together
    private const double LeastComplex = 4.2, LeastSpindle = 3.5; // deviations of the background around it
    private const double MostUnits = 8, MostSpindleUnits = 2.6; // of the sleeper's own scale: who has a large EEG has large waves
    private const double ComplexPower = 0.25, SlowPower = 0.4, SpindlePower = 0.16; // mean square of each shape of height 1
    private const double ApartSeconds = 1; // free around a K-complex
    private const double LongestWaitSeconds = 3;

    private readonly SubjectTraits _subject = plan.Subject;
    private readonly LocalPower _delta = new(plan, Delta, 3.5);
    private readonly LocalPower _sigma = new(plan, Sigma, 4);
    private readonly double _most = MostUnits * plan.Subject.UnitMicrovolts;
    private double _freeFrom;

    /// <summary>Plans one second; seconds come in order.</summary>
    /// <param name="second">Of the night.</param>
    /// <param name="spindling">Log of how freely spindles come just now.</param>
    public void Plan(int second, double spindling)
    {
        var stage = plan.StageAt[second];
        _delta.Pass(second);
        _sigma.Pass(second);
        if (stage == Stage.N3) SlowWaves(second);
        else Complexes(second);
        Spindles(second, stage, spindling);
    }

    private void SlowWaves(int second)
    {
        var rate = _subject.SlowWavesPerSecond;
        var level = _delta.Take(second, _subject.SlowWaveShare);
        if (random.Chance(rate) && _freeFrom < second + LongestWaitSeconds) SlowWave(second + random.NextDouble(), level, Math.Sqrt(_subject.SlowWaveShare / (rate * SlowPower)));
    }

    private void SlowWave(double onset, RegionPower level, double height)
    {
        onset = Math.Max(onset, _freeFrom);
        var duration = random.Between(0.75, 1.6);
        _freeFrom = onset + duration;
        var amplitude = Math.Sqrt(level.Around / duration) * height * random.LogNormal(0.3);
        Add(SimulatedEventKind.SlowWave, onset, duration, Math.Min(amplitude, _most), 0, level, 0.2);
    }

    private void Complexes(int second)
    {
        var share = Math.Min(0.36, 0.09 * _subject.KComplexesPerMinute);
        var rate = 0.65 * _subject.KComplexesPerMinute / 60;
        var level = _delta.Take(second, share + RunShare);
        if (random.Chance(rate)) Complex(second, level, Math.Max(Math.Sqrt(share / (rate * ComplexPower)), LeastComplex * Math.Sqrt(1 - share - RunShare)));
        if (!random.Chance(RunsPerSecond)) return;
        var height = Math.Sqrt(RunShare / (RunsPerSecond * MeanRun * SlowPower));
        for (var wave = 3 + random.Below(3); wave > 0; wave--) SlowWave(second + random.NextDouble(), level, height);
    }

    private void Complex(int second, RegionPower level, double height)
    {
        var onset = Math.Max(second + random.NextDouble(), _freeFrom + ApartSeconds);
        if (onset > second + LongestWaitSeconds) return;
        var duration = random.Between(0.6, 1.3);
        _freeFrom = onset + duration + ApartSeconds;
        var amplitude = Math.Sqrt(level.Around / duration) * height * random.LogNormal(0.2);
        Add(SimulatedEventKind.KComplex, onset, duration, Math.Min(amplitude, _most), 0, level, 0.2);
        if (random.Chance(0.35)) Spindle(onset + 0.6, random.Between(0.5, 1.1), _sigma.Take(second, 0), 5);
    }

    private void Spindles(int second, Stage stage, double spindling)
    {
        var rate = _subject.SpindlesPerMinute / 60 * Math.Exp(spindling - 0.12) * (stage == Stage.N3 ? _subject.DeepSpindleShare : 1);
        if (rate < 0.002) return;
        var share = Math.Min(0.7, _subject.SpindleShare * rate * 60); // few spindles carry little
        var level = _sigma.Take(second, share);
        if (!random.Chance(rate)) return;
        var height = Math.Max(Math.Sqrt(share / (rate * SpindlePower)), LeastSpindle * Math.Sqrt(1 - share));
        Spindle(second + random.NextDouble(), Math.Clamp(0.85 * random.LogNormal(0.3), 0.5, 2), level, height);
    }

    private void Spindle(double onset, double duration, RegionPower level, double height)
    {
        var hertz = Math.Clamp(_subject.SpindleHz + 0.4 * random.Normal(), 11.2, 15.8);
        var amplitude = Math.Sqrt(level.Around * level.Central / level.Frontal) * height * random.LogNormal(0.2);
        Add(SimulatedEventKind.Spindle, onset, duration, Math.Min(amplitude, MostSpindleUnits * _subject.UnitMicrovolts), hertz, level with { Frontal = level.Central }, 0.3);
    }

    // The height is the frontal row's; strength by region follows the region's power.
    private void Add(SimulatedEventKind kind, double onset, double duration, double amplitude, double hertz, RegionPower level, double spread) =>
        plan.Waves.Add(new PlannedWave(
            kind, onset, duration, amplitude, hertz, 1,
            (float)(Math.Sqrt(level.Central / level.Frontal) * random.LogNormal(spread)),
            (float)(Math.Sqrt(level.Occipital / level.Frontal) * random.LogNormal(spread)), 0, 0));
}

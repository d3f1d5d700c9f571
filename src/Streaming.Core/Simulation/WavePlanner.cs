using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Places the waveforms of sleep.</summary>
internal sealed class WavePlanner(NightPlan plan, SeededRandom random)
{
    private readonly SubjectTraits _subject = plan.Subject;
    private readonly DeepWavePlanner _deep = new(plan, random);
    private readonly Drift _spindling = new(random, 0.97, 0.5);
    private readonly Drift _phasic = new(random, 0.98, 1);
    private readonly Drift _looking = new(random, 0.99, 1);

    /// <summary>Needs stages and powers; lowers the powers by what the waves carry and orders the waves by onset.</summary>
    public void Fill()
    {
        for (var second = 0; second < plan.Seconds; second++)
        {
            var stage = plan.StageAt[second];
            var (spindling, phasic, looking) = (_spindling.Next(), _phasic.Next(), Math.Exp(_looking.Next() - 0.4));
            if (stage is Stage.N2 or Stage.N3) _deep.Plan(second, spindling);
            else if (stage == Stage.N1) Drowsy(second, looking);
            else if (stage == Stage.R) Dreaming(second, phasic);
            else Awake(second, looking);
        }
        plan.Waves.Sort((a, b) => a.OnsetSeconds.CompareTo(b.OnsetSeconds));
    }

    private void Drowsy(int second, double looking)
    {
        if (random.Chance(_subject.VertexWavesPerMinute / 60))
            Local(SimulatedEventKind.VertexWave, second, random.Between(0.25, 0.5), random.Between(25, 90), 0, 0.6, 1, 0.25);
        if (random.Chance(_subject.DrowsyThetaPerMinute / 60)) Theta(second);
        if (random.Chance(7 * Math.Sqrt(looking) * _subject.EyeUnrest / 60))
            Eyes(SimulatedEventKind.SlowEyeMovement, second, random.Between(1.5, 5), 0.24);
    }

    private void Dreaming(int second, double phasic)
    {
        if (phasic > 0.6 && random.Chance(0.4 * _subject.EyeUnrest))
            Eyes(SimulatedEventKind.RapidEyeMovement, second, random.Between(0.7, 1.6), 0.6 * random.LogNormal(0.4), random.Between(4, 7));
        if (random.Chance(_subject.SawtoothTrainsPerMinute / 60))
            Local(SimulatedEventKind.SawtoothWaves, second, random.Between(1.2, 4), random.Between(8, 26), random.Between(2, 4.5), 0.7, 1, 0.4);
        if (random.Chance(_subject.DreamThetaPerMinute / 60)) Theta(second);
        if (phasic > 0.5 && random.Chance(0.03)) Twitch(second);
    }

    private void Awake(int second, double looking)
    {
        var alert = plan.AlphaShare[second] < 0.5f;
        if (alert && random.Chance(0.25 * looking))
        {
            var (duration, amplitude) = (random.Between(0.25, 0.45), _subject.BlinkMicrovolts * random.LogNormal(0.3));
            plan.Waves.Add(new PlannedWave(SimulatedEventKind.Blink, second + random.NextDouble(), duration, amplitude, 0, 0, 0, 0, 0, 1));
        }
        if (alert && random.Chance(0.35 * looking))
            Eyes(SimulatedEventKind.RapidEyeMovement, second, random.Between(0.7, 1.8), 1.1, random.Between(9, 22));
        if (!alert && random.Chance(0.03)) Eyes(SimulatedEventKind.SlowEyeMovement, second, random.Between(1.5, 5), 0.35);
    }

    private void Theta(int second) =>
        Local(SimulatedEventKind.ThetaBurst, second, random.Between(0.6, 2), random.Between(6, 20), random.Between(4, 7), 0.9, 1, 0.6);

    private void Twitch(int second)
    {
        var length = random.Between(0.1, 0.4);
        plan.Spells.Add(new SimulatedEvent(SimulatedEventKind.Twitch, second, length, Signals.DerivationRow.Chin, null, 0));
        plan.ChinTone[second] *= 3;
    }

    private void Eyes(SimulatedEventKind kind, int second, double duration, double share, double riseHz = 0)
    {
        var amplitude = _subject.EyeMicrovolts * share * random.LogNormal(0.5) * (random.Chance(0.5) ? 1 : -1);
        plan.Waves.Add(new PlannedWave(
            kind, second + random.NextDouble(), duration, amplitude, riseHz, 0, 0, 0, 1, (float)random.Between(-0.2, 0.2)));
    }

    // In the subject's own scale: who has a small EEG has small waves.
    private void Local(
        SimulatedEventKind kind, int second, double duration, double amplitude, double hertz, double frontal, double central, double occipital) =>
        plan.Waves.Add(new PlannedWave(
            kind, second + random.NextDouble(), duration, amplitude * _subject.UnitMicrovolts / 27, hertz,
            (float)(frontal * random.LogNormal(0.2)), (float)(central * random.LogNormal(0.2)), (float)(occipital * random.LogNormal(0.2)), 0, 0));
}

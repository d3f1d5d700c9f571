using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Decides, second by second, the states without a waveform: when stages change, alpha, arousals, movements, sweat, chin tone.</summary>
internal sealed class StatePlanner(NightPlan plan, SeededRandom random, double artefactsPerHour)
{
    // Chin tone relative to N2, natural logarithm: W high, R lowest.
    private static readonly double[] ChinLevels = [1.3, 0.45, 0, -0.1, -0.9];

    private static readonly double[] ArousalsPerHour = [0, 25, 14, 4, 14];

    private static readonly double[] MuscleMicrovolts = [2.2, 1.2, 0.7, 0.6, 0.6];

    private readonly SubjectTraits _subject = plan.Subject;

    /// <summary>Stage changes fall off the grid; must come first.</summary>
    public void PlaceStages()
    {
        var second = 0;
        for (var epoch = 0; epoch < plan.Stages.Length; epoch++)
        {
            var changes = epoch + 1 < plan.Stages.Length && plan.Stages[epoch + 1] != plan.Stages[epoch];
            var end = plan.OriginSeconds + 30 * (epoch + 1) + (changes ? Math.Clamp(5 * random.Normal(), -12, 12) : 0);
            for (; second < plan.Seconds && second < end; second++) plan.StageAt[second] = plan.Stages[epoch];
        }
        for (; second < plan.Seconds; second++) plan.StageAt[second] = plan.Stages[^1];
    }

    /// <summary>Everything else; needs the band powers.</summary>
    public void Fill()
    {
        var (chin, muscle) = (new Drift(random, 0.995, 0.35), new Drift(random, 0.99, 0.4));
        var muscleLevel = random.LogNormal(0.4);
        for (var second = 0; second < plan.Seconds; second++)
        {
            var stage = (int)plan.StageAt[second];
            plan.ChinTone[second] = (float)(_subject.ChinMicrovolts * Math.Exp(_subject.ChinSpread * ChinLevels[stage] + chin.Next()));
            plan.Muscle[second] = (float)(muscleLevel * MuscleMicrovolts[stage] * Math.Exp(muscle.Next()));
        }
        Alpha();
        Arousals();
        Movements();
        Sweat();
    }

    private void Alpha()
    {
        for (var second = 0; second < plan.Seconds;)
        {
            var awake = plan.StageAt[second] == Stage.W && _subject.HasAlpha;
            var on = awake && random.Chance(0.65);
            var length = Math.Min(plan.Seconds - second, 1 + (int)random.Exponential(on ? 9 : 4));
            for (var i = second; i < second + length; i++) plan.AlphaShare[i] = on ? 0.85f : 0.3f;
            if (on) plan.Spells.Add(new SimulatedEvent(SimulatedEventKind.Alpha, second, length, DerivationRow.Occipital, null, 0));
            second += length;
        }
    }

    private void Arousals()
    {
        for (var second = 15; second < plan.Seconds - 20; second++)
        {
            var stage = plan.StageAt[second];
            if (!random.Chance(ArousalsPerHour[(int)stage] / 3600)) continue;
            var length = 3 + (int)random.Exponential(4);
            var (alpha, beta, tone) = (random.Between(0.4, 1.8), random.Between(0.3, 1.6), random.Between(1.5, 5));
            for (var i = second; i < Math.Min(second + length, plan.Seconds); i++) Arouse(i, alpha, beta, tone);
            plan.Spells.Add(new SimulatedEvent(SimulatedEventKind.Arousal, second, length, null, null, 0));
            second += length + 10;
        }
    }

    private void Arouse(int second, double alpha, double beta, double tone)
    {
        var powers = plan.PowersAt(second);
        for (var region = 0; region < NightPlan.Regions; region++)
        {
            powers[region * NightPlan.Bands + 2] += (float)alpha;
            powers[region * NightPlan.Bands + 4] += (float)beta;
            powers[region * NightPlan.Bands + 3] += (float)(0.5 * beta);
        }
        plan.ChinTone[second] *= (float)tone;
        plan.Muscle[second] *= 1.5f;
    }

    private void Movements()
    {
        for (var second = 5; second < plan.Seconds - 20; second++)
        {
            var toWake = plan.StageAt[second] == Stage.W && plan.StageAt[second - 1] != Stage.W;
            if (!random.Chance(toWake ? 0.5 : (plan.StageAt[second] == Stage.W ? 12.0 : 1.2) / 3600)) continue;
            var length = 2 + (int)random.Exponential(5);
            var (sway, muscle) = (40 * random.LogNormal(0.6), 12 * random.LogNormal(0.6));
            for (var i = second; i < Math.Min(second + length, plan.Seconds); i++)
            {
                plan.Sway[i] += (float)sway;
                plan.Muscle[i] += (float)muscle;
                plan.ChinTone[i] += (float)(3 * muscle);
            }
            plan.Spells.Add(new SimulatedEvent(SimulatedEventKind.Movement, second, length, null, null, sway));
            second += length;
        }
    }

    private void Sweat()
    {
        for (var second = 0; second < plan.Seconds; second++)
        {
            if (!random.Chance(0.25 * artefactsPerHour / 3600)) continue;
            var length = Math.Min(plan.Seconds - second, 120 + (int)random.Exponential(600));
            var sway = 15 * random.LogNormal(0.4);
            for (var i = second; i < second + length; i++) plan.Sway[i] += (float)sway;
            plan.Spells.Add(new SimulatedEvent(SimulatedEventKind.Sweat, second, length, null, null, sway));
            second += length;
        }
    }
}

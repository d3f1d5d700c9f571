using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Decides, second by second, the states without a waveform: when stages change, arousals, chin tone, muscle.</summary>
internal sealed class StatePlanner(NightPlan plan, SeededRandom random, double artefactsPerHour)
{
    // Chin tone relative to N2, natural logarithm: W high, R lowest.
    private static readonly double[] ChinLevels = [1.3, 0.45, 0, -0.1, -0.9];

    // Row: stage; column: what comes in, W N1 N2 N3 R.
    private static readonly double[][] IntrusionsPerHour =
    [
        [0, 12, 0, 0, 0],
        [12, 0, 20, 0, 0],
        [2, 6, 0, 8, 0],
        [0, 0, 12, 0, 0],
        [2, 6, 0, 0, 0],
    ];

    private static readonly double[] ArousalsPerHour = [0, 25, 14, 4, 14];

    private static readonly double[] MuscleMicrovolts = [1.9, 1.0, 0.8, 0.7, 0.75];

    private readonly SubjectTraits _subject = plan.Subject;

    /// <summary>Stage changes fall off the grid; must come first.</summary>
    public void PlaceStages()
    {
        var second = 0;
        for (var epoch = 0; epoch < plan.Stages.Length; epoch++)
        {
            var changes = epoch + 1 < plan.Stages.Length && plan.Stages[epoch + 1] != plan.Stages[epoch];
            var end = plan.OriginSeconds + 30 * (epoch + 1) + (changes ? Math.Clamp(4 * random.Normal(), -12, 12) : 0);
            for (; second < plan.Seconds && second < end; second++) plan.StageAt[second] = plan.Stages[epoch];
        }
        for (; second < plan.Seconds; second++) plan.StageAt[second] = plan.Stages[^1];
        Intrusions();
    }

    // A few seconds of a neighbouring state inside an epoch: most epochs are not of one piece.
    private void Intrusions()
    {
        for (var second = 5; second < plan.Seconds - 20; second++)
        {
            var stage = (int)plan.StageAt[second];
            var draw = random.NextDouble() * 3600;
            for (var other = 0; other < 5; other++)
            {
                draw -= IntrusionsPerHour[stage][other];
                if (draw >= 0) continue;
                var length = 3 + (int)random.Exponential(5);
                plan.StageAt.AsSpan(second, Math.Min(length, plan.Seconds - second)).Fill((Stage)other);
                second += length;
                break;
            }
        }
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
            plan.Muscle[second] = (float)(muscleLevel * MuscleMicrovolts[stage] * _subject.MuscleLevels[stage] * Math.Exp(muscle.Next()));
        }
        new AlphaPlanner(plan, random).Fill();
        Arousals();
        new DisturbancePlanner(plan, random, artefactsPerHour).Fill();
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
}

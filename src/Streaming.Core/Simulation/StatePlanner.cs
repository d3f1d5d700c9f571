using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Decides, second by second, the states without a waveform: when stages change, alpha, arousals, movements, sweat, chin tone.</summary>
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
        Alpha();
        Arousals();
        Movements();
        Sweat();
        Snoring();
    }

    private void Alpha()
    {
        for (var second = 0; second < plan.Seconds;)
        {
            var stage = plan.StageAt[second];
            var share = !_subject.HasAlpha ? 0 : stage switch
            {
                Stage.W => 0.65,
                Stage.N1 => _subject.DrowsyAlphaShare,
                Stage.R => _subject.RemAlphaShare,
                _ => 0,
            };
            var on = random.Chance(share);
            var mean = stage == Stage.W ? (on ? 9 : 4) : on ? 2.5 : 5;
            var length = Math.Min(plan.Seconds - second, 1 + (int)random.Exponential(mean));
            Rhythm(second, length, stage, on);
            second += length;
        }
    }

    // On and off about the planned level: the mean over a stage stays what it was fitted to.
    private void Rhythm(int second, int length, Stage stage, bool on)
    {
        var narrow = on ? random.Between(0.6, 0.95f) : stage switch { Stage.W => 0.25, Stage.N1 or Stage.R => 0.2, _ => 0.05 };
        var level = stage == Stage.W ? (on ? 0.3 : -0.5) : on ? 0.8 : 0;
        for (var i = second; i < second + length; i++)
        {
            plan.AlphaShare[i] = (float)narrow;
            if (!_subject.HasAlpha) continue;
            for (var region = 0; region < NightPlan.Regions; region++) plan.PowersAt(i)[region * NightPlan.Bands + 2] += (float)level;
        }
        if (on) plan.Spells.Add(new SimulatedEvent(SimulatedEventKind.Alpha, second, length, DerivationRow.Occipital, null, 0));
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

    private void Snoring()
    {
        if (!random.Chance(0.4)) return;
        var (breath, strength) = (random.Between(3.2, 5), random.Between(1.3, 3.5));
        for (var second = 0; second < plan.Seconds; second++)
        {
            if (plan.StageAt[second] is Stage.W or Stage.N1 || !random.Chance(1.2 / 3600)) continue;
            var length = Math.Min(plan.Seconds - second, 120 + (int)random.Exponential(900));
            for (var i = 0; i < length; i++)
                if (i % breath < 1.3 && plan.StageAt[second + i] != Stage.W) plan.ChinTone[second + i] *= (float)strength;
            plan.Spells.Add(new SimulatedEvent(SimulatedEventKind.Snoring, second, length, DerivationRow.Chin, null, 0));
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

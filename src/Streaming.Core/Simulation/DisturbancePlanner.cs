using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Decides when the sleeper moves, sweats and snores.</summary>
internal sealed class DisturbancePlanner(NightPlan plan, SeededRandom random, double artefactsPerHour)
{
    /// <summary>Needs stages, chin tone and muscle.</summary>
    public void Fill()
    {
        Movements();
        Sweat();
        Snoring();
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

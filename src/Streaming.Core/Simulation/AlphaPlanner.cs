using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Lets the alpha rhythm come and go: mostly there in wake, now and then in N1 and R.</summary>
internal sealed class AlphaPlanner(NightPlan plan, SeededRandom random)
{
    private readonly SubjectTraits _subject = plan.Subject;

    /// <summary>Needs stages and powers; raises and lowers alpha power about its planned level.</summary>
    public void Fill()
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
}

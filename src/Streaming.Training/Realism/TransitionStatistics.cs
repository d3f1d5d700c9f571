using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>Counts, in real hypnograms, which stage follows in which situation.</summary>
internal sealed class TransitionStatistics
{
    private const int Stages = 5;
    private const double BackOff = 30; // epochs the coarser estimate counts for
    private const int LongestWake = 60; // epochs; longer wake was out of bed

    private readonly double[,] _counts = new double[SleepContext.Contexts, Stages];

    public TransitionStatistics(IReadOnlyList<Stage[]> nights)
    {
        foreach (var night in nights) Count(night);
    }

    /// <summary>Probability of the next stage, per mille, [context · 5 + stage].</summary>
    public int[] PerMille()
    {
        var result = new int[SleepContext.Contexts * Stages];
        for (var context = 0; context < SleepContext.Contexts; context++)
        {
            var coarse = new double[Stages];
            for (var other = 0; other < SleepContext.Contexts; other++)
                if (SleepContext.IsAlike(context, other))
                    for (var stage = 0; stage < Stages; stage++) coarse[stage] += _counts[other, stage];
            var (all, own) = (coarse.Sum(), Enumerable.Range(0, Stages).Sum(stage => _counts[context, stage]));
            for (var stage = 0; stage < Stages; stage++)
                result[context * Stages + stage] = (int)Math.Round(
                    1000 * (_counts[context, stage] + BackOff * coarse[stage] / Math.Max(1, all)) / (own + BackOff));
        }
        return result;
    }

    private void Count(Stage[] night)
    {
        var asleep = Array.FindIndex(night, stage => stage is not (Stage.W or Stage.Unscorable));
        var context = new SleepContext();
        for (var epoch = Math.Max(0, asleep - 10); epoch + 1 < night.Length; epoch++)
        {
            if (night[epoch] > Stage.R) continue;
            context.Add(night[epoch]);
            if (night[epoch + 1] <= Stage.R && context.Run <= LongestWake) _counts[context.Number, (int)night[epoch + 1]]++;
        }
    }
}

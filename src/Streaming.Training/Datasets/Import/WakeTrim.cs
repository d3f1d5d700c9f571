using Streaming.Core.Staging;

namespace Streaming.Training.Datasets.Import;

/// <summary>Which epochs are left when long wake before and after the night is cut away.</summary>
internal static class WakeTrim
{
    /// <returns>First epoch kept and the one after the last; all where there is no sleep.</returns>
    public static (int First, int After) Of(IReadOnlyList<Stage?> stages, int wakeMinutes)
    {
        var margin = wakeMinutes * 2;
        var first = Index(stages, from: 0, step: 1);
        if (first < 0) return (0, stages.Count);
        var last = Index(stages, from: stages.Count - 1, step: -1);
        return (Math.Max(0, first - margin), Math.Min(stages.Count, last + 1 + margin));
    }

    private static int Index(IReadOnlyList<Stage?> stages, int from, int step)
    {
        for (var i = from; i >= 0 && i < stages.Count; i += step)
            if (stages[i] is Stage.N1 or Stage.N2 or Stage.N3 or Stage.R) return i;
        return -1;
    }
}

using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Training.Explaining;

/// <summary>One picture that was explained, with what is needed to judge the explanation.</summary>
/// <param name="Stage">The network's, and the sleeper's.</param>
/// <param name="Ablation">[6 × 30].</param>
/// <param name="Attention">[6 × 30], or null.</param>
/// <param name="Defining">[6 × 30]: cells that hold a defining event.</param>
internal sealed record ExplainedPicture(Epoch Epoch, Stage Stage, float[] Ablation, float[]? Attention, bool[] Defining)
{
    /// <summary>Cells of rows that are there.</summary>
    public IReadOnlyList<int> Present { get; } =
        [.. Enumerable.Range(0, Ablation.Length).Where(cell => Epoch.Rows[cell / Epoch.Seconds] is not null)];

    /// <summary>Any cell holds a defining event, and not all do.</summary>
    public bool HasTarget => Present.Any(cell => Defining[cell]) && Present.Any(cell => !Defining[cell]);

    /// <summary>Share of the cells that hold one: how often a blind pointer hits.</summary>
    public double Chance => (double)Present.Count(cell => Defining[cell]) / Present.Count;

    /// <summary>The largest weight falls on a defining event.</summary>
    public bool Hits(float[] map) => Defining[Present.MaxBy(cell => map[cell])];

    /// <summary>Where the weightiest cell lies, seen from the events.</summary>
    public PointedPlace Pointed
    {
        get
        {
            var cell = Present.MaxBy(other => Ablation[other]);
            if (Defining[cell]) return PointedPlace.Event;
            var isBrain = (DerivationRow)(cell / Epoch.Seconds) <= DerivationRow.Occipital;
            for (var other = cell % Epoch.Seconds; other < Defining.Length; other += Epoch.Seconds)
                if (Defining[other]) return isBrain ? PointedPlace.SecondBrain : PointedPlace.SecondOther;
            return isBrain ? PointedPlace.Brain : PointedPlace.Other;
        }
    }

    /// <summary>Share of what is above 0 that lies in defining cells.</summary>
    public double ShareInside(float[] map)
    {
        var all = Present.Sum(cell => (double)Math.Max(0, map[cell]));
        return all > 0 ? Present.Where(cell => Defining[cell]).Sum(cell => (double)Math.Max(0, map[cell])) / all : 0;
    }

    /// <summary>Spearman's rank correlation of two maps over the cells that are there.</summary>
    public double Agreement(float[] one, float[] other)
    {
        var (a, b) = (Ranks(one), Ranks(other));
        var (middle, products, first, second) = ((Present.Count - 1) / 2.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            products += (a[i] - middle) * (b[i] - middle);
            first += (a[i] - middle) * (a[i] - middle);
            second += (b[i] - middle) * (b[i] - middle);
        }
        return first > 0 && second > 0 ? products / Math.Sqrt(first * second) : 0;
    }

    // Ties share the mean of their ranks.
    private double[] Ranks(float[] map)
    {
        int[] order = [.. Enumerable.Range(0, Present.Count).OrderBy(i => map[Present[i]])];
        var ranks = new double[order.Length];
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            while (to + 1 < order.Length && map[Present[order[to + 1]]] == map[Present[order[from]]]) to++;
            for (var i = from; i <= to; i++) ranks[order[i]] = (from + to) / 2.0;
            from = to + 1;
        }
        return ranks;
    }
}

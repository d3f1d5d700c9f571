using Streaming.Core.Staging;

namespace Streaming.Core.Signals.Edf;

/// <summary>Where a study's 30-s epochs lie, judged by its stage annotations, and what label each has.</summary>
public static class EpochGrid
{
    private const int MaximumResidues = 2000; // more than a night has of epochs that agree with nothing
    private const double ForeignSeconds = 1; // a boundary this far off a grid speaks neither for nor against it
    private static readonly Rational EpochSeconds = 30;

    /// <summary>The start of epoch 0: the grid that most boundaries of the runs lie on, 0 ≤ origin &lt; 30 s; 0 without runs.</summary>
    /// <remarks>Runs may begin anywhere: a first run of 40.01 s puts every later boundary, and so the grid, at 10.01 s.</remarks>
    public static Rational Origin(IReadOnlyList<StageRun> runs)
    {
        var residues = new Dictionary<Rational, int>();
        foreach (var boundary in runs.SelectMany(run => (Rational[])[run.StartSeconds, run.EndSeconds]))
        {
            var residue = boundary - EpochSeconds * new Rational((boundary / EpochSeconds).Floor());
            if (residues.Count < MaximumResidues || residues.ContainsKey(residue)) residues[residue] = residues.GetValueOrDefault(residue) + 1;
        }

        var (best, least) = (Rational.Zero, double.PositiveInfinity);
        foreach (var candidate in residues.Keys) // in order of first appearance: the earliest of equals wins
        {
            var misfit = residues.Sum(entry => entry.Value * Math.Min(Distance((double)(entry.Key - candidate)), ForeignSeconds));
            if (misfit < least - 1e-9) (best, least) = (candidate, misfit);
        }

        return best;
    }

    /// <summary>The label of each epoch: the one that covers most of it, or null where that is no label or nothing.</summary>
    /// <param name="runs">In ascending order, not overlapping.</param>
    /// <param name="originSeconds">Start of epoch 0.</param>
    /// <param name="epochCount">How many labels to give.</param>
    public static IReadOnlyList<Stage?> Labels(IReadOnlyList<StageRun> runs, Rational originSeconds, int epochCount)
    {
        var labels = new Stage?[epochCount];
        var first = 0;
        var covered = new Rational[6]; // by stage; the last is time without one
        for (var epoch = 0; epoch < epochCount; epoch++)
        {
            var start = originSeconds + EpochSeconds * epoch;
            var end = start + EpochSeconds;
            Array.Clear(covered);
            while (first < runs.Count && runs[first].EndSeconds <= start) first++;
            covered[5] = EpochSeconds;
            for (var i = first; i < runs.Count && runs[i].StartSeconds < end; i++)
            {
                var (from, to) = (Max(runs[i].StartSeconds, start), Min(runs[i].EndSeconds, end));
                if (runs[i].Stage is not { } stage || to <= from) continue;
                covered[(int)stage] += to - from;
                covered[5] -= to - from;
            }

            var most = 5;
            for (var i = 4; i >= 0; i--) most = covered[i] >= covered[most] ? i : most;
            labels[epoch] = most == 5 ? null : (Stage)most;
        }

        return labels;
    }

    private static double Distance(double seconds)
    {
        var wrapped = Math.Abs(seconds) % 30;
        return Math.Min(wrapped, 30 - wrapped);
    }

    private static Rational Max(Rational a, Rational b) => a > b ? a : b;

    private static Rational Min(Rational a, Rational b) => a < b ? a : b;
}

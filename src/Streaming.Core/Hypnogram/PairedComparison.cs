using System.Globalization;

namespace Streaming.Core.Hypnogram;

/// <summary>Compares two candidates on the same nights. What is drawn and what is swapped are whole subjects, or blocks of one night.</summary>
public static class PairedComparison
{
    private const int MostEnumeratedUnits = 12; // 4096 swaps are all there are: the test is exact

    /// <summary>Two candidates over the same subjects: the bootstrap draws subjects, the test swaps the candidates within subjects.</summary>
    /// <param name="first">One entry a subject.</param>
    /// <param name="second">The same subjects in the same order.</param>
    /// <param name="figure">E.g. <c>a => a.Kappa</c>.</param>
    /// <param name="seed">Fixes every draw.</param>
    /// <param name="replicates">Resamples, at least 20.</param>
    /// <exception cref="ArgumentException">The lists have different lengths.</exception>
    public static PairedDifference OverSubjects(
        IReadOnlyList<ScoredNight> first, IReadOnlyList<ScoredNight> second, Func<Agreement, double> figure, int seed, int replicates = 2000)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"{first.Count} subjects of the first stand against {second.Count} of the second.", nameof(second));
        return Compare([.. first.Zip(second, (a, b) => (a.Confusion, b.Confusion))], "subjects", figure, seed, replicates);
    }

    /// <summary>Two candidates on one night: the units are blocks of neighbouring epochs. Speaks of this night only.</summary>
    /// <param name="blockEpochs">Length of a block, at least 1; the last may be shorter.</param>
    /// <inheritdoc cref="OverSubjects"/>
    public static PairedDifference OverEpochs(
        ScoredNight first, ScoredNight second, Func<Agreement, double> figure, int seed,
        int blockEpochs = Bootstrap.DefaultBlockEpochs, int replicates = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockEpochs, 1);
        if (first.Reference.Count != second.Reference.Count)
            throw new ArgumentException($"{first.Reference.Count} epochs stand against {second.Reference.Count}.", nameof(second));
        var scored = Enumerable.Range(0, first.Reference.Count).Where(k => Hypnogram.IsScored(first.Reference[k])).ToArray();
        var blocks = scored.Chunk(blockEpochs).Select(block => (Counts(first, block), Counts(second, block)));
        return Compare([.. blocks], $"blocks of {blockEpochs} epochs", figure, seed, replicates);
    }

    private static PairedDifference Compare(
        (ConfusionMatrix First, ConfusionMatrix Second)[] units, string what, Func<Agreement, double> figure, int seed, int replicates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 20);
        var whole = Difference(units, figure);
        var random = new Random(seed);
        var drawn = new List<double>(replicates);
        for (var i = 0; i < replicates; i++)
        {
            var value = Difference(units.Select(_ => units[random.Next(units.Length)]), figure);
            if (!double.IsNaN(value)) drawn.Add(value);
        }
        drawn.Sort();
        var interval = new ConfidenceInterval(
            whole, Spread.Quantile(drawn, 0.025), Spread.Quantile(drawn, 0.975), 0.95, $"paired bootstrap over {units.Length} {what}");
        var exact = units.Length <= MostEnumeratedUnits;
        var swaps = exact ? 1 << units.Length : replicates;
        var test = string.Create(CultureInfo.InvariantCulture,
            $"{(exact ? "exact" : "random")} paired permutation test over {units.Length} {what}, {swaps} swaps, two-sided");
        return new PairedDifference(interval, double.IsNaN(whole) ? double.NaN : PValue(units, figure, whole, swaps, exact, random), test);
    }

    private static double PValue(
        (ConfusionMatrix First, ConfusionMatrix Second)[] units, Func<Agreement, double> figure, double whole, int swaps, bool exact, Random random)
    {
        var asFar = 0;
        for (var swap = 0; swap < swaps; swap++)
        {
            var number = swap;
            var value = Difference(units.Select((unit, i) =>
                (exact ? (number >> i & 1) == 1 : random.Next(2) == 1) ? (unit.Second, unit.First) : unit), figure);
            if (Math.Abs(value) >= Math.Abs(whole) - 1e-12) asFar++;
        }
        return exact ? (double)asFar / swaps : (asFar + 1.0) / (swaps + 1);
    }

    private static double Difference(IEnumerable<(ConfusionMatrix First, ConfusionMatrix Second)> units, Func<Agreement, double> figure)
    {
        var (first, second) = (new ConfusionMatrix(), new ConfusionMatrix());
        foreach (var unit in units)
        {
            first.Add(unit.First);
            second.Add(unit.Second);
        }
        return figure(new Agreement(second)) - figure(new Agreement(first));
    }

    private static ConfusionMatrix Counts(ScoredNight night, int[] epochs)
    {
        var confusion = new ConfusionMatrix();
        foreach (var epoch in epochs) confusion.Add(night.Reference[epoch], night.Candidate[epoch]);
        return confusion;
    }
}

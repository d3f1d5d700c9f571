namespace Streaming.Core.Staging;

/// <summary>How often one stage follows another, counted from expert hypnograms.</summary>
/// <remarks>Source: all 153 Sleep-EDF cassette nights (78 subjects, R&amp;K scored by one expert each, R&amp;K 3 and 4 joined, ODC-By), wake
/// trimmed to 30 min either side of sleep. Counted over pairs of neighbouring 30-s epochs of a night in which both have a stage. A test counts
/// them again where the file is present. Trimmed nights hold a third wake: fewer than a day at home, more than a night in bed.</remarks>
public static class SleepTransitions
{
    private static readonly int[][] s_counts =
    [
        [61689, 3302, 156, 5, 73],
        [1900, 15574, 3405, 8, 610],
        [1021, 1827, 62749, 2645, 823],
        [128, 71, 2433, 10376, 13],
        [456, 706, 330, 1, 24205],
    ];

    private static readonly int[] s_epochs = [65603, 21515, 69128, 13039, 25794];

    /// <summary>[from][to] pairs, class order W N1 N2 N3 R.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Counts => s_counts;

    /// <summary>Epochs of each class.</summary>
    public static IReadOnlyList<int> Epochs => s_epochs;

    /// <summary>Counts plus one, so that nothing is impossible, each row divided by its sum.</summary>
    public static double[][] Probabilities() => [.. s_counts.Select(row =>
    {
        double sum = row.Sum() + row.Length;
        return row.Select(count => (count + 1) / sum).ToArray();
    })];

    /// <summary>Share of each class.</summary>
    public static double[] ClassShares()
    {
        double sum = s_epochs.Sum();
        return [.. s_epochs.Select(count => count / sum)];
    }
}

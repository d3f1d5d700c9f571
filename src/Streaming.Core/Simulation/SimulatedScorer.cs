using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Scores a night as a human would: mostly right, unsure between neighbouring stages and at changes.</summary>
/// <remarks>Confusions at about the level at which humans disagree (82.6 % agreement, Rosenberg and Van Hout 2013).</remarks>
internal static class SimulatedScorer
{
    // Row: true stage; column: what is written down instead, W N1 N2 N3 R. The rest of the probability is the true stage.
    private static readonly double[][] Confusions =
    [
        [0, 0.05, 0.01, 0, 0.01],
        [0.10, 0, 0.15, 0, 0.06],
        [0.01, 0.04, 0, 0.05, 0.02],
        [0, 0, 0.12, 0, 0],
        [0.01, 0.03, 0.03, 0, 0],
    ];

    public static Stage[] Score(IReadOnlyList<Stage> truth, SeededRandom random)
    {
        var scored = truth.ToArray();
        for (var epoch = 0; epoch < scored.Length; epoch++)
        {
            var before = epoch > 0 ? truth[epoch - 1] : truth[epoch];
            var after = epoch + 1 < truth.Count ? truth[epoch + 1] : truth[epoch];
            if (after != truth[epoch] && random.Chance(0.1)) scored[epoch] = after;
            else if (before != truth[epoch] && random.Chance(0.1)) scored[epoch] = before;
            else scored[epoch] = Confuse(truth[epoch], random.NextDouble());
        }
        return scored;
    }

    private static Stage Confuse(Stage stage, double draw)
    {
        var row = Confusions[(int)stage];
        for (var other = 0; other < row.Length; other++)
        {
            draw -= row[other];
            if (draw < 0) return (Stage)other;
        }
        return stage;
    }
}

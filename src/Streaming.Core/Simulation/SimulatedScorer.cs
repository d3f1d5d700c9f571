using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>Scores a night as a human would: boundaries a little off, and now and then a doubtful stretch read as the neighbouring stage.</summary>
/// <remarks>Errors come in stretches of about 2.5 epochs and in the proportions in which single scorers differ from the other four in the
/// 80 nights of DOD-H and DOD-O (12-14 % of epochs there; fewer here, because stages were fitted to scored nights and hold human doubt already).</remarks>
internal static class SimulatedScorer
{
    private const double ShiftedBoundaries = 0.25;
    private const double MeanStretchEpochs = 2.5;

    // Row: true stage; column: how often an epoch begins a stretch written down as W N1 N2 N3 R.
    private static readonly double[][] Stretches =
    [
        [0, 0.009, 0.003, 0, 0.001],
        [0.020, 0, 0.045, 0, 0.010],
        [0.002, 0.008, 0, 0.010, 0.003],
        [0, 0, 0.030, 0, 0],
        [0.002, 0.006, 0.008, 0, 0],
    ];

    public static Stage[] Score(IReadOnlyList<Stage> truth, SeededRandom random)
    {
        var scored = Shifted(truth, random);
        for (var epoch = 0; epoch < scored.Length; epoch++)
        {
            var (stage, read) = (scored[epoch], Misread(scored[epoch], random.NextDouble()));
            if (read == stage) continue;
            for (var left = 1 + (int)random.Exponential(MeanStretchEpochs - 0.5); left > 0 && epoch < scored.Length && scored[epoch] == stage; left--)
                scored[epoch++] = read;
        }
        return scored;
    }

    private static Stage[] Shifted(IReadOnlyList<Stage> truth, SeededRandom random)
    {
        var scored = truth.ToArray();
        for (var epoch = 1; epoch < scored.Length; epoch++)
        {
            if (truth[epoch] == truth[epoch - 1] || !random.Chance(ShiftedBoundaries)) continue;
            if (random.Chance(0.5)) scored[epoch] = truth[epoch - 1];
            else scored[epoch - 1] = truth[epoch];
        }
        return scored;
    }

    private static Stage Misread(Stage stage, double draw)
    {
        var row = Stretches[(int)stage];
        for (var other = 0; other < row.Length; other++)
        {
            draw -= row[other];
            if (draw < 0) return (Stage)other;
        }
        return stage;
    }
}

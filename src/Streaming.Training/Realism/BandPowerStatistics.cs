using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>Mean, spread between recordings and spread within them of the ten EEG band powers, by stage.</summary>
internal sealed class BandPowerStatistics
{
    public const int Stages = 5;
    public const int Values = BandPowerNight.EegFeatures;
    private const int LeastEpochs = 10;
    private const int Lags = 20;
    private const double OutlierDeviations = 4; // epochs further out count as movement, which the simulator adds by itself

    /// <summary>Memory of the slow part of an epoch's deviation from one epoch to the next.</summary>
    public const double SlowMemory = 0.965;

    public BandPowerStatistics(IReadOnlyList<BandPowerNight> nights)
    {
        RecordingMeans = [.. nights.Select(MeansOf)];
        Means = [.. Enumerable.Range(0, Stages).Select(stage => Average(RecordingMeans.Select(night => night[stage]).OfType<double[]>()))];
        Between = BetweenRecordings();
        for (var stage = 0; stage < Stages; stage++) (Within[stage], Slow[stage], Fast[stage]) = WithinRecordings(nights, stage);
    }

    /// <summary>[recording][stage]: ten values, or null where the stage is rare.</summary>
    public double[]?[][] RecordingMeans { get; }

    /// <summary>[stage]: ten values.</summary>
    public double[][] Means { get; }

    /// <summary>50 × 50, stage by stage: covariance of the recordings' means.</summary>
    public double[,] Between { get; }

    /// <summary>[stage] 10 × 10: epochs about their recording's mean.</summary>
    public double[][,] Within { get; } = new double[Stages][,];

    /// <summary>The part of it that lasts, with a memory of <see cref="SlowMemory"/>.</summary>
    public double[][,] Slow { get; } = new double[Stages][,];

    /// <summary>The rest.</summary>
    public double[][,] Fast { get; } = new double[Stages][,];

    private static double[]?[] MeansOf(BandPowerNight night)
    {
        var means = new double[]?[Stages];
        for (var stage = 0; stage < Stages; stage++)
        {
            var rows = night.Values.Where((_, epoch) => (int)night.Stages[epoch] == stage).ToArray();
            if (rows.Length >= LeastEpochs) means[stage] = Average(rows);
        }
        return means;
    }

    private static double[] Average(IEnumerable<double[]> rows)
    {
        var (sum, count) = (new double[Values], 0);
        foreach (var row in rows)
        {
            for (var value = 0; value < Values; value++) sum[value] += row[value];
            count++;
        }
        return [.. sum.Select(s => s / Math.Max(1, count))];
    }

    // By pairs, over the recordings that have both stages.
    private double[,] BetweenRecordings()
    {
        var covariance = new double[Stages * Values, Stages * Values];
        for (var i = 0; i < Stages * Values; i++)
            for (var j = 0; j < Stages * Values; j++)
            {
                var pairs = RecordingMeans.Where(night => night[i / Values] is not null && night[j / Values] is not null)
                    .Select(night => (X: night[i / Values]![i % Values], Y: night[j / Values]![j % Values])).ToArray();
                if (pairs.Length < 2) continue;
                var (x, y) = (pairs.Average(pair => pair.X), pairs.Average(pair => pair.Y));
                covariance[i, j] = pairs.Sum(pair => (pair.X - x) * (pair.Y - y)) / (pairs.Length - 1);
            }
        return covariance;
    }

    private (double[,] Within, double[,] Slow, double[,] Fast) WithinRecordings(IReadOnlyList<BandPowerNight> nights, int stage)
    {
        var sums = new double[Lags + 1][,];
        var counts = new double[Lags + 1];
        for (var lag = 0; lag <= Lags; lag++) sums[lag] = new double[Values, Values];
        for (var night = 0; night < nights.Count; night++)
            if (RecordingMeans[night][stage] is { } mean) Add(Deviations(nights[night], stage, mean), sums, counts);
        var (slow, weight) = (new double[Values, Values], 0.0);
        for (var lag = 1; lag <= Lags; lag++)
        {
            var memory = Math.Pow(SlowMemory, lag);
            weight += memory * memory;
            for (var i = 0; i < Values; i++)
                for (var j = 0; j < Values; j++) slow[i, j] += memory * 0.5 * (sums[lag][i, j] + sums[lag][j, i]) / Math.Max(1, counts[lag]);
        }
        var (within, fast) = (new double[Values, Values], new double[Values, Values]);
        for (var i = 0; i < Values; i++)
            for (var j = 0; j < Values; j++)
            {
                slow[i, j] /= weight;
                within[i, j] = sums[0][i, j] / Math.Max(1, counts[0]);
                fast[i, j] = within[i, j] - slow[i, j];
            }
        return (within, SymmetricMatrix.Positive(slow, 1e-4), SymmetricMatrix.Positive(fast, 1e-4));
    }

    private static Dictionary<int, double[]> Deviations(BandPowerNight night, int stage, double[] mean)
    {
        var rows = Enumerable.Range(0, night.Stages.Length).Where(i => night.Stages[i] == (Stage)stage)
            .ToDictionary(i => night.Epochs[i], i => night.Values[i].Take(Values).Select((x, value) => x - mean[value]).ToArray());
        for (var value = 0; value < Values; value++)
        {
            var limit = OutlierDeviations * Math.Sqrt(rows.Values.Average(row => row[value] * row[value]));
            foreach (var row in rows.Values) row[value] = Math.Clamp(row[value], -limit, limit);
        }
        return rows;
    }

    private static void Add(Dictionary<int, double[]> rows, double[][,] sums, double[] counts)
    {
        foreach (var (epoch, row) in rows)
            for (var lag = 0; lag <= Lags; lag++)
            {
                if (!rows.TryGetValue(epoch + lag, out var later)) continue;
                counts[lag]++;
                for (var i = 0; i < Values; i++)
                    for (var j = 0; j < Values; j++) sums[lag][i, j] += row[i] * later[j];
            }
    }
}

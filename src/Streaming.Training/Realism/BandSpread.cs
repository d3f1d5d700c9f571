namespace Streaming.Training.Realism;

/// <summary>Mean, spread and memory of each value by stage.</summary>
internal sealed class BandSpread
{
    private const int Stages = 5;
    private const int LeastEpochs = 10;

    public BandSpread(IReadOnlyList<BandPowerNight> nights)
    {
        for (var stage = 0; stage < Stages; stage++)
        {
            Mean[stage] = new double[BandPowerNight.Features];
            Between[stage] = new double[BandPowerNight.Features];
            Within[stage] = new double[BandPowerNight.Features];
            Memory[stage] = new double[BandPowerNight.Features];
            for (var value = 0; value < BandPowerNight.Features; value++) Fill(nights, stage, value);
        }
    }

    /// <summary>[stage][value], as the others.</summary>
    public double[][] Mean { get; } = new double[Stages][];

    /// <summary>Deviation of the nights' means.</summary>
    public double[][] Between { get; } = new double[Stages][];

    /// <summary>Deviation of epochs about their night's mean.</summary>
    public double[][] Within { get; } = new double[Stages][];

    /// <summary>Correlation with the next epoch of the same stage.</summary>
    public double[][] Memory { get; } = new double[Stages][];

    private void Fill(IReadOnlyList<BandPowerNight> nights, int stage, int value)
    {
        var means = new List<double>();
        var (squares, products, count, pairs) = (0.0, 0.0, 0, 0);
        foreach (var night in nights)
        {
            var at = Enumerable.Range(0, night.Stages.Length).Where(i => (int)night.Stages[i] == stage).ToArray();
            if (at.Length < LeastEpochs) continue;
            var mean = at.Average(i => night.Values[i][value]);
            means.Add(mean);
            foreach (var i in at)
            {
                var deviation = night.Values[i][value] - mean;
                squares += deviation * deviation;
                count++;
                if (i + 1 >= night.Stages.Length || (int)night.Stages[i + 1] != stage || night.Epochs[i + 1] != night.Epochs[i] + 1) continue;
                products += deviation * (night.Values[i + 1][value] - mean);
                pairs++;
            }
        }
        if (means.Count == 0) return;
        Mean[stage][value] = means.Average();
        Between[stage][value] = Math.Sqrt(means.Average(mean => (mean - Mean[stage][value]) * (mean - Mean[stage][value])));
        Within[stage][value] = Math.Sqrt(squares / count);
        Memory[stage][value] = products / Math.Max(1, pairs) / Math.Max(1e-9, squares / count);
    }
}

using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>What a logistic model trained on some nights makes of others.</summary>
internal sealed class CrossTraining
{
    private readonly double[,] _confusion = new double[5, 5];

    public double Accuracy => Enumerable.Range(0, 5).Sum(stage => _confusion[stage, stage]) / Sum();

    public double Kappa
    {
        get
        {
            var chance = Enumerable.Range(0, 5).Sum(stage => Row(stage) * Column(stage)) / (Sum() * Sum());
            return (Accuracy - chance) / (1 - chance);
        }
    }

    public IEnumerable<double> Recalls => Enumerable.Range(0, 5).Select(stage => _confusion[stage, stage] / Math.Max(1, Row(stage)));

    public static CrossTraining Run(IReadOnlyList<BandPowerNight> train, IReadOnlyList<BandPowerNight> test, int[] columns)
    {
        var model = MultinomialLogistic.Of(train, columns);
        var result = new CrossTraining();
        foreach (var (values, stage) in test.SelectMany(Rows)) result._confusion[stage, model.Predict(values)]++;
        return result;
    }

    /// <summary>Two thirds of the subjects to train on and the rest, the same every time.</summary>
    public static (IReadOnlyList<BandPowerNight> Train, IReadOnlyList<BandPowerNight> Test) Halves(IReadOnlyList<BandPowerNight> nights)
    {
        var subjects = nights.Select(night => night.Subject).Distinct().Order(StringComparer.Ordinal).ToArray();
        var held = subjects.Where((_, number) => number % 3 == 1).ToHashSet(StringComparer.Ordinal);
        return ([.. nights.Where(night => !held.Contains(night.Subject))], [.. nights.Where(night => held.Contains(night.Subject))]);
    }

    /// <summary>Share of a stage that is read as another.</summary>
    public double Share(Stage stage, Stage read) => _confusion[(int)stage, (int)read] / Math.Max(1, Row((int)stage));

    private static IEnumerable<(double[] Values, int Stage)> Rows(BandPowerNight night) =>
        night.Values.Select((values, epoch) => (values, (int)night.Stages[epoch]));

    private double Row(int stage) => Enumerable.Range(0, 5).Sum(other => _confusion[stage, other]);

    private double Column(int stage) => Enumerable.Range(0, 5).Sum(other => _confusion[other, stage]);

    private double Sum() => Enumerable.Range(0, 5).Sum(Row);
}

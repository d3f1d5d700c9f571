namespace Streaming.Core.Hypnogram;

/// <summary>Percentile intervals of agreement figures by seeded resampling.</summary>
public static class Bootstrap
{
    /// <summary>Ten minutes: stages outlast epochs, so epochs are not independent draws.</summary>
    public const int DefaultBlockEpochs = 20;

    /// <summary>Over the epochs of one night, in circular blocks. Speaks of this person's night only.</summary>
    /// <param name="night">The night; only epochs with a reference stage are drawn.</param>
    /// <param name="figure">E.g. <c>a => a.Kappa</c>.</param>
    /// <param name="seed">Fixes every draw.</param>
    /// <param name="blockEpochs">Length of a block, at least 1.</param>
    /// <param name="replicates">Resamples, at least 20.</param>
    /// <param name="level">Coverage, inside 0..1.</param>
    public static ConfidenceInterval OverEpochs(
        ScoredNight night, Func<Agreement, double> figure, int seed, int blockEpochs = DefaultBlockEpochs, int replicates = 2000, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockEpochs, 1);
        var scored = Enumerable.Range(0, night.Reference.Count).Where(k => Hypnogram.IsScored(night.Reference[k])).ToArray();
        return Interval(
            figure, new Agreement(night.Confusion), $"circular block bootstrap over {scored.Length} epochs, blocks of {blockEpochs}",
            seed, replicates, level,
            (random, confusion) =>
            {
                for (var drawn = 0; drawn < scored.Length;)
                {
                    var start = random.Next(scored.Length);
                    for (var i = 0; i < blockEpochs && drawn < scored.Length; i++, drawn++)
                    {
                        var epoch = scored[(start + i) % scored.Length];
                        confusion.Add(night.Reference[epoch], night.Candidate[epoch]);
                    }
                }
            });
    }

    /// <summary>Over subjects, epochs pooled: how the figure would vary with other people drawn.</summary>
    /// <param name="subjects">One entry a subject; nights of one subject must have been joined.</param>
    /// <inheritdoc cref="OverEpochs"/>
    public static ConfidenceInterval OverSubjects(
        IReadOnlyList<ScoredNight> subjects, Func<Agreement, double> figure, int seed, int replicates = 2000, double level = 0.95)
    {
        var matrices = subjects.Select(subject => subject.Confusion).ToArray();
        var all = new ConfusionMatrix();
        foreach (var matrix in matrices) all.Add(matrix);
        return Interval(
            figure, new Agreement(all), $"bootstrap over {matrices.Length} subjects", seed, replicates, level,
            (random, confusion) =>
            {
                for (var i = 0; i < matrices.Length; i++) confusion.Add(matrices[random.Next(matrices.Length)]);
            });
    }

    private static ConfidenceInterval Interval(
        Func<Agreement, double> figure, Agreement whole, string method, int seed, int replicates, double level, Action<Random, ConfusionMatrix> draw)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 20);
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, "The level must lie inside 0..1.");
        var random = new Random(seed);
        var figures = new List<double>(replicates);
        for (var i = 0; i < replicates; i++)
        {
            var confusion = new ConfusionMatrix();
            draw(random, confusion);
            var value = figure(new Agreement(confusion));
            if (!double.IsNaN(value)) figures.Add(value);
        }
        figures.Sort();
        return new ConfidenceInterval(figure(whole), Spread.Quantile(figures, (1 - level) / 2), Spread.Quantile(figures, (1 + level) / 2), level, method);
    }
}

using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Evaluation;

namespace Streaming.Training.Commands;

/// <summary>The nights of caches as <c>evaluate</c> measures on them. Split together, as <c>train</c> splits them; each data set is measured by
/// itself: a model may have been trained on one of them.</summary>
internal static class ImportedSets
{
    public const string AllSubjects = "--all-subjects";

    /// <param name="all">Everybody, not only the test subjects of the split.</param>
    /// <exception cref="DatasetException">A cache cannot be opened.</exception>
    /// <exception cref="CommandException">There are too few subjects to split.</exception>
    public static IEnumerable<EvaluationData> Of(string[] caches, ulong splitSeed, bool all)
    {
        var split = all ? null : Apart(caches, splitSeed);
        IEnumerable<StagedNight> nights = split is null ? NightCache.OpenAll(caches) : split.Test.All();
        return nights.GroupBy(night => night.Source, StringComparer.Ordinal).OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => new EvaluationData(
            split is null ? set.Key : $"{set.Key}, test subjects", set.First().Simulated, split?.Description ?? "all subjects of the caches", NightSequence.Of([.. set])));
    }

    private static SplitNights Apart(string[] caches, ulong splitSeed)
    {
        try
        {
            return SplitNights.Imported(caches, splitSeed);
        }
        catch (DatasetException e) when (e.InnerException is ArgumentException)
        {
            throw new CommandException($"{e.Message} {AllSubjects} measures on everybody, where the model was not trained on them.", e);
        }
    }
}

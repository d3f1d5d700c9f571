using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Learning;

/// <summary>Everybody a run learns from: its own nights, and whoever its teachers, the run it goes on from and the bundle it fine-tunes knew.</summary>
internal static class LearntFrom
{
    /// <exception cref="CheckpointException">The run or bundle to go on from cannot be read.</exception>
    /// <exception cref="ModelBundleException">A teacher cannot be loaded.</exception>
    public static TrainedOn? Of(SplitNights nights, TrainingRecipe recipe)
    {
        var before = recipe.Teachers.Select(folder => ModelBundle.Load(folder).Manifest.TrainedOn).ToList();
        if (recipe.Begin is { } begun) before.Add(new Beginning(begun).TrainedOn);
        if (recipe.From is { } from) before.Add(BundleOf(from.Path));
        return before.OfType<TrainedOn>().Aggregate(nights.TrainedOn, Joined);
    }

    /// <summary>Everybody whom either knows; the split is the first's.</summary>
    public static TrainedOn Joined(TrainedOn? own, TrainedOn other)
    {
        string[] Union(Func<TrainedOn, IEnumerable<string>> names) =>
            [.. names(other).Concat(own is null ? [] : names(own)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var training = Union(people => people.Training);
        return new TrainedOn
        {
            Datasets = Union(people => people.Datasets),
            SplitSeed = own?.SplitSeed,
            Training = training,
            Calibration = [.. Union(people => people.Calibration).Except(training, StringComparer.Ordinal)],
        };
    }

    // An ONNX file of no bundle says nothing of whom it knows.
    private static TrainedOn? BundleOf(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Path.GetFileName(path) != ModelBundle.ModelFile || !File.Exists(Path.Combine(folder, ModelBundle.ManifestName))) return null;
        try
        {
            return ModelBundle.Load(folder).Manifest.TrainedOn;
        }
        catch (ModelBundleException)
        {
            return null; // another file was put beside the manifest
        }
    }
}

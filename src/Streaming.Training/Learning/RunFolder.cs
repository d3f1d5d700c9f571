using Streaming.Scoring;

namespace Streaming.Training.Learning;

/// <summary>What a folder for a run holds already, so that one run never takes another's place unasked.</summary>
internal sealed class RunFolder(string folder)
{
    private static readonly string[] s_bundle = [ModelBundle.ManifestName, ModelBundle.CardFile];

    private string Checkpoint => Path.Combine(folder, CheckpointFile.FileName);

    /// <summary>What stands in the way of a new run, in words that a choice follows; null where nothing does.</summary>
    public string? Holds()
    {
        if (!File.Exists(Checkpoint)) return Bundle().Any() ? "a model bundle;" : null;
        try
        {
            return FormattableString.Invariant($"a run of {Steps(CheckpointFile.Place(folder).Step)} steps; go on with --resume,");
        }
        catch (CheckpointException)
        {
            return "a checkpoint that cannot be read;";
        }
    }

    /// <summary>Steps of a run that has come to its end and whose bundle is there, calibrated and whole; null where there is something left to do.</summary>
    /// <exception cref="CheckpointException">There is no run, or it cannot be read.</exception>
    public long? Finished()
    {
        var (phase, step) = CheckpointFile.Place(folder);
        var state = new CheckpointFile(folder).ReadState();
        var isAtItsEnd = phase == state.Steps.Length - 1 && state.Steps[phase] > 0 && step >= state.Steps[phase];
        return isAtItsEnd && IsBundleWhole() ? Steps(step) : null;
    }

    /// <summary>Takes the bundle away, variants too, so that no file of it stands beside another run's checkpoint.</summary>
    public void ClearBundle()
    {
        foreach (var file in Bundle()) File.Delete(file);
    }

    /// <summary>Whether a path is the folder or lies in it.</summary>
    public bool Contains(string path) =>
        $"{Path.GetFullPath(path).TrimEnd('/')}/".StartsWith($"{Path.GetFullPath(folder).TrimEnd('/')}/", StringComparison.Ordinal);

    private IEnumerable<string> Bundle() => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateFiles(folder, $"{Path.GetFileNameWithoutExtension(ModelBundle.ModelFile)}*.onnx"),
        .. s_bundle.Select(name => Path.Combine(folder, name)).Where(File.Exists),
    ];

    // What was stopped while it was calibrated has no caps yet.
    private bool IsBundleWhole()
    {
        try
        {
            return ModelBundle.Load(folder).Manifest.ConfidenceCaps is not null;
        }
        catch (ModelBundleException)
        {
            return false;
        }
    }

    private long Steps(long step)
    {
        var state = new CheckpointFile(folder).ReadState();
        return step + (state.Recipe.Begin is null ? state.Steps.Take(state.Phase).Sum() : 0);
    }
}

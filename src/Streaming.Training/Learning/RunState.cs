using System.Text.Json;
using Streaming.Training.Graph;

namespace Streaming.Training.Learning;

/// <summary>What a run must remember beside the network's own checkpoint.</summary>
/// <param name="Phase">The phase the checkpoint is of.</param>
/// <param name="Steps">By phase: where its learning rate ends; 0 while not yet known.</param>
internal sealed record RunState(ulong Seed, int Subjects, int BatchSize, int PoolNights, int Phase, int[] Steps)
{
    private const string StateName = "run.json";
    private const string CheckpointName = "checkpoint.bin";

    public static RunState Read(string folder)
    {
        var path = Path.Combine(folder, StateName);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no run to resume: {path} does not exist.", path);
        return JsonSerializer.Deserialize<RunState>(File.ReadAllText(path)) ?? throw new InvalidDataException($"{path} is empty.");
    }

    /// <summary>Written beside and moved into place, so that a crash leaves the older checkpoint whole.</summary>
    public void Save(string folder, TrainingSession session)
    {
        Directory.CreateDirectory(folder);
        var fresh = Path.Combine(folder, CheckpointName + ".new");
        using (var stream = File.Create(fresh)) session.Save(stream);
        File.WriteAllText(Path.Combine(folder, StateName), JsonSerializer.Serialize(this));
        File.Move(fresh, Path.Combine(folder, CheckpointName), overwrite: true);
    }

    public static void Restore(string folder, TrainingSession session)
    {
        using var stream = File.OpenRead(Path.Combine(folder, CheckpointName));
        session.Restore(stream);
    }
}

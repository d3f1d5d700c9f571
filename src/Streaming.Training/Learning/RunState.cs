using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Learning;

/// <summary>What a checkpoint must remember of its run beside the network.</summary>
/// <param name="Phase">The phase the checkpoint is of.</param>
/// <param name="Steps">By phase: where its learning rate ends; 0 while not yet known.</param>
internal sealed record RunState(ulong Seed, int Subjects, int BatchSize, int PoolNights, int Phase, int[] Steps)
{
    /// <summary>Length of the whole run by the clock; null: its steps were given, or it was begun before this was kept.</summary>
    public double? Minutes { get; init; }

    public NightKind Kind { get; init; }

    /// <summary>The nights, in words.</summary>
    public string Data { get; init; } = "";

    /// <summary>The people of imported data, for the manifest; null: simulated, or begun before this was kept.</summary>
    public TrainedOn? TrainedOn { get; init; }

    /// <summary>What it began with; null: random weights, a run that wrote no bundle, or begun before this was kept.</summary>
    public Ancestor? Before { get; init; }

    /// <summary>Its teachers; empty: none, or begun before this was kept.</summary>
    public IReadOnlyList<Ancestor> TaughtBy { get; init; } = [];

    public TrainingRecipe Recipe { get; init; } = new();
}

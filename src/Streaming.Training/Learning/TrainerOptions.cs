using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Learning;

/// <summary>One training run.</summary>
internal sealed record TrainerOptions
{
    public required ulong Seed { get; init; }

    /// <summary>Steps of each phase; null where <see cref="Minutes"/> rules.</summary>
    public int? Steps { get; init; }

    /// <summary>Length of the whole run by the clock: steps are set from the pace of the first ones. Null: nobody said; what a resumed run began with, else
    /// <see cref="UsualMinutes"/>.</summary>
    public double? Minutes { get; init; }

    public const double UsualMinutes = 30;

    public required int Subjects { get; init; }

    /// <summary>Folder for the checkpoint and the bundle.</summary>
    public required string Output { get; init; }

    /// <summary>Go on from the folder's checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>The run or bundle that the folder holds is replaced when the first step is done: then everything a step needs has been read.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Threads of the network; the pictures are made on others. They do not change the result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Threads that make the pictures; their number changes the pace and nothing else.</summary>
    public int Producers { get; init; } = 1;

    /// <summary>The engine, chosen as the service chooses its own.</summary>
    public ScoringProvider Provider { get; init; } = ScoringProvider.Cpu;

    /// <summary>Images of one update.</summary>
    public int BatchSize { get; init; } = 32;

    public int PoolNights { get; init; } = 48;

    public int CheckpointSteps { get; init; } = 200;

    public NightKind Kind { get; init; }

    /// <summary>The nights, in words, for the manifest.</summary>
    public string Data { get; init; } = "";

    /// <summary>The people of imported data, for the manifest; null: simulated.</summary>
    public TrainedOn? TrainedOn { get; init; }

    /// <summary>What it begins with, for the manifest; null: random weights, or a run that wrote no bundle.</summary>
    public Ancestor? Before { get; init; }

    /// <summary>Its teachers, for the manifest.</summary>
    public IReadOnlyList<Ancestor> TaughtBy { get; init; } = [];

    public TrainingRecipe Recipe { get; init; } = new();
}

using Streaming.Scoring;
using Streaming.Training.Graph;
using Streaming.Training.Networks;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Training.Learning;

/// <summary>What decides a run's result beside its data: kept in the checkpoint, so that a resumed run goes on as it began.</summary>
internal sealed record TrainingRecipe
{
    /// <summary>What the bundle is called; null: begun before names were given, and called as the plan has it.</summary>
    public string? Name { get; init; }

    /// <summary>The bundle's version; null with the name.</summary>
    public string? Version { get; init; }

    /// <summary>Images run at once; their gradients are added up to the batch's. Null: the phase's own.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>Highest learning rate; null: the phase's own. The lowest keeps its relation to it.</summary>
    public float? PeakRate { get; init; }

    /// <summary>Steps of linear warm-up; null: a tenth of the phase, at most 100.</summary>
    public int? WarmUpSteps { get; init; }

    /// <summary>Pull of weights to 0, times the learning rate; biases, norms and embeddings are spared.</summary>
    public float WeightDecay { get; init; } = 0.05f;

    /// <summary>Longer gradients are shortened to this norm.</summary>
    public float ClipNorm { get; init; } = 1;

    /// <summary>How much of the averaged parameters (the ones exported) stays at each step.</summary>
    public float AverageDecay { get; init; } = 0.998f;

    /// <summary>Share of each target spread evenly over the classes.</summary>
    public float LabelSmoothing { get; init; } = 0.05f;

    /// <summary>Weight of W, N1, N2, N3, R in the loss; null: 1 each.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>Names of parameters that are not trained (NamePattern).</summary>
    public IReadOnlyList<string> Frozen { get; init; } = [];

    /// <summary>Parameters with a decay or rate of their own.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>Of StageNet.</summary>
    public StageNetSize Size { get; init; }

    /// <summary>Batches until the oldest night in the pool makes room for the next: more of them make a run faster and see an epoch more often;
    /// null: the usual number.</summary>
    public int? BatchesPerNight { get; init; }

    /// <summary>Folder of an earlier StageNet run or of a bundle: its (averaged) weights are gone on from, in the last phase alone. Null: from random
    /// weights.</summary>
    public string? Begin { get; init; }

    /// <summary>Folders of bundles whose mean answer to the undisturbed picture is part of every target; none: the label is all of it.</summary>
    public IReadOnlyList<string> Teachers { get; init; } = [];

    /// <summary>How much of a target is the teachers', 0 to 1: with 1 the network learns nothing but to answer as they do to what has been varied.</summary>
    public float TeacherShare { get; init; } = 0.5f;

    /// <summary>A network from a file; null: StageNet.</summary>
    public ForeignRecipe? From { get; init; }

    public TrainingOptions Options(int threads, ScoringProvider provider, ulong seed) => new()
    {
        Optimiser = new AdamWOptions { WeightDecay = WeightDecay, ClipNorm = ClipNorm, AverageDecay = AverageDecay },
        LabelSmoothing = LabelSmoothing,
        TeacherShare = TeacherShare,
        ClassWeights = ClassWeights,
        Groups = Groups,
        Threads = threads,
        Provider = provider,
        Seed = (int)(seed & int.MaxValue),
    };

    /// <summary>Of a phase of so many steps.</summary>
    public LearningRateSchedule Schedule(TrainingPhase phase, int totalSteps)
    {
        var peak = PeakRate ?? phase.PeakRate;
        return new LearningRateSchedule(peak, peak * phase.FloorRate / phase.PeakRate, WarmUpSteps ?? Math.Min(100, totalSteps / 10 + 1), totalSteps);
    }
}

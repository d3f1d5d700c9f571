namespace Streaming.Training.Graph;

/// <summary>Settings of AdamW (Loshchilov and Hutter, 2019).</summary>
internal sealed record AdamWOptions
{
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Below the usual 0.999: batches are small and runs short.</summary>
    public float Beta2 { get; init; } = 0.98f;

    public float Epsilon { get; init; } = 1e-8f;

    public float WeightDecay { get; init; } = 0.05f;

    /// <summary>Greatest Euclidean norm of the whole gradient; longer ones are shortened to it.</summary>
    public float ClipNorm { get; init; } = 1;

    /// <summary>How much of the averaged parameters stays at each step; a young average adapts faster.</summary>
    public float AverageDecay { get; init; } = 0.998f;
}

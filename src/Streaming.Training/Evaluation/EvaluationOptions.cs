namespace Streaming.Training.Evaluation;

/// <summary>How much to measure.</summary>
internal sealed record EvaluationOptions
{
    /// <summary>Nights read at the same time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Tables of conditions too: rows lost, single rows, gains, native rates, tuning.</summary>
    public bool Tables { get; init; }

    /// <summary>Inputs unlike anything trained on too.</summary>
    public bool Novelty { get; init; }
}

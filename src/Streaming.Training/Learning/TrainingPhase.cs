using Streaming.Training.Graph;

namespace Streaming.Training.Learning;

/// <summary>One phase of a run: a network trained to the end of its learning rate. The next phase goes on from what it learnt.</summary>
/// <param name="Number">Counted from 0; the checkpoint remembers it.</param>
/// <param name="BatchFactor">Times the run's batch size.</param>
/// <param name="MinutesShare">Of the run, where the clock rules.</param>
internal sealed record TrainingPhase(int Number, string Name, int BatchFactor, double MinutesShare, float PeakRate, float FloorRate)
{
    /// <summary>The network at a batch, with gradients or without, some parameters frozen (NamePattern).</summary>
    public required Func<int, bool, IReadOnlyList<string>, NetworkGraph> Build { get; init; }

    /// <summary>Start values from the layout, what the phase before learnt (null in the first) and the run's seed.</summary>
    public required Func<ParameterLayout, float[]?, int, float[]> Start { get; init; }

    /// <summary>Images run at once where the run does not say: as many as stay in the processor's caches.</summary>
    public int MicroBatch { get; init; } = 4;

    /// <summary>Shown the central row's band alone.</summary>
    public bool SingleRow { get; init; }
}

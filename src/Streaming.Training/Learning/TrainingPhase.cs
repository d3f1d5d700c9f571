using Streaming.Training.Networks;

namespace Streaming.Training.Learning;

/// <summary>One phase of a run.</summary>
/// <param name="Number">0 or 1; the checkpoint remembers it.</param>
/// <param name="MinutesShare">Of the run, where the clock rules.</param>
internal sealed record TrainingPhase(
    int Number, string Name, StageNetOptions Network, int BatchFactor, double MinutesShare, float PeakRate, float FloorRate)
{
    public bool SingleRow => Network.Derivations == 1;

    /// <summary>Epochs of one EEG row: the stem learns waves six times cheaper than on whole pictures.</summary>
    public static TrainingPhase Single { get; } = new(0, "single", new StageNetOptions { Derivations = 1 }, 2, 0.4, 2e-3f, 4e-4f);

    /// <summary>Whole pictures with rows missing.</summary>
    public static TrainingPhase Whole { get; } = new(1, "whole", new StageNetOptions(), 1, 0.6, 1.2e-3f, 1e-5f);
}

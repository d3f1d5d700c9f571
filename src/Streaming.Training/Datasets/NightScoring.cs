using Streaming.Core.Staging;

namespace Streaming.Training.Datasets;

/// <summary>One scorer's stages of a night.</summary>
/// <remarks>Not <c>Scoring</c>: that is a namespace here.</remarks>
/// <param name="Scorer">Who, without identity: <c>expert</c>, <c>expert 2</c>, <see cref="SimulatedScorer"/>, <see cref="Sleeper"/>.</param>
/// <param name="Stages">By epoch of the study's grid; null: not scored (unknown, movement, nothing written), never to be guessed.</param>
internal sealed record NightScoring(string Scorer, IReadOnlyList<Stage?> Stages)
{
    /// <summary>What a simulated human wrote down: wrong about as often as humans disagree.</summary>
    public const string SimulatedScorer = "simulated scorer";

    /// <summary>What a simulated sleeper did; no recording of a person has it.</summary>
    public const string Sleeper = "sleeper";

    /// <summary>The stage of an epoch, null beyond the last.</summary>
    public Stage? At(long epoch) => epoch >= 0 && epoch < Stages.Count ? Stages[(int)epoch] : null;
}

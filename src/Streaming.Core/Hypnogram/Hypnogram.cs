using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Core.Hypnogram;

/// <summary>The stages of a night, epoch by epoch, and when the lights went off and on.</summary>
/// <param name="OriginSeconds">Study time of the start of epoch 0, seconds.</param>
/// <param name="Stages">By epoch. <see cref="Stage.Unscorable"/>: refused, for a reason. Null: unknown (not scored, movement time, a gap).</param>
public sealed record Hypnogram(Rational OriginSeconds, IReadOnlyList<Stage?> Stages)
{
    /// <summary>Study time at which the lights went off, seconds; null while they have not. They move statistics, never epochs.</summary>
    public double? LightsOffSeconds { get; init; }

    /// <summary>Study time at which the lights went on again, seconds; null while they have not.</summary>
    public double? LightsOnSeconds { get; init; }

    /// <summary>Study time of the end of the last epoch, seconds.</summary>
    public double EndSeconds => EpochStartSeconds(Stages.Count);

    /// <summary>Study time of an epoch's start, seconds.</summary>
    public double EpochStartSeconds(long epoch) => (double)OriginSeconds + epoch * Epoch.Seconds;

    /// <summary>Of the five stages, one of sleep.</summary>
    public static bool IsSleep(Stage? stage) => stage is Stage.N1 or Stage.N2 or Stage.N3 or Stage.R;

    /// <summary>One of the five stages, wake among them.</summary>
    public static bool IsScored(Stage? stage) => stage is >= Stage.W and <= Stage.R;
}

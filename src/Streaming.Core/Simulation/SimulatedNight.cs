using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>A simulated recording. Samples are made as they are read; reading again gives the same ones.</summary>
public sealed class SimulatedNight
{
    private readonly Func<IEnumerable<SampleBlock>> _blocks;
    private readonly Func<IEnumerable<float[][]>> _cortex;

    internal SimulatedNight(Study study, int seconds, Func<IEnumerable<SampleBlock>> blocks, Func<IEnumerable<float[][]>> cortex)
    {
        (Study, Seconds, _blocks, _cortex) = (study, seconds, blocks, cortex);
    }

    public Study Study { get; }

    /// <summary>Length in whole seconds; the grid's phase may leave a part before the first epoch and after the last.</summary>
    public int Seconds { get; }

    /// <summary>What the sleeper did, by epoch.</summary>
    public required IReadOnlyList<Stage> Stages { get; init; }

    /// <summary>What a simulated human scorer wrote down, by epoch: wrong about as often as humans disagree.</summary>
    public required IReadOnlyList<Stage> ScoredStages { get; init; }

    /// <summary>In order of onset.</summary>
    public required IReadOnlyList<SimulatedEvent> Events { get; init; }

    /// <summary>Last index of every channel.</summary>
    public StudyEnd End => new([.. Study.Channels.Select(channel => channel.RateHz.Numerator * Seconds - 1)]);

    /// <summary>Blocks of one second of all channels, in order.</summary>
    public IEnumerable<SampleBlock> Blocks() => _blocks();

    /// <summary>What the brain alone puts under the electrodes, waves and background together, before eyes, muscle, sway, electrode and recorder: by
    /// second [frontal, central, occipital][100], µV at 100 Hz. What is true of a wave's height is measured on it.</summary>
    internal IEnumerable<float[][]> Cortex() => _cortex();
}

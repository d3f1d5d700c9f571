using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>A night decided second by second, before any sample exists.</summary>
internal sealed class NightPlan
{
    public const int Regions = 3;

    public const int Bands = SleepEdfBandPowers.Bands;

    public NightPlan(SubjectTraits subject, Stage[] stages, double originSeconds)
    {
        Subject = subject;
        Stages = stages;
        OriginSeconds = originSeconds;
        Seconds = (int)Math.Ceiling(originSeconds) + stages.Length * 30;
        StageAt = new Stage[Seconds];
        LogPowers = new float[Seconds * Regions * Bands];
        Muscle = new float[Seconds];
        Sway = new float[Seconds];
        ChinTone = new float[Seconds];
        AlphaShare = new float[Seconds];
    }

    public SubjectTraits Subject { get; }

    /// <summary>By epoch.</summary>
    public Stage[] Stages { get; }

    public double OriginSeconds { get; }

    public int Seconds { get; }

    /// <summary>By second: the body changes when it does, not on the grid.</summary>
    public Stage[] StageAt { get; }

    /// <summary>[second, region F C O, band]: log power density in the subject's units, background and events together.</summary>
    public float[] LogPowers { get; }

    /// <summary>By second: muscle activity over the scalp, µV root mean square.</summary>
    public float[] Muscle { get; }

    /// <summary>By second: slow sway of the baseline from movement or sweat, µV root mean square.</summary>
    public float[] Sway { get; }

    /// <summary>By second: chin, µV root mean square.</summary>
    public float[] ChinTone { get; }

    /// <summary>By second: share of alpha power in the narrow rhythm.</summary>
    public float[] AlphaShare { get; }

    /// <summary>Waveforms in order of onset once the plan is complete.</summary>
    public List<PlannedWave> Waves { get; } = [];

    /// <summary>States without a waveform of their own.</summary>
    public List<SimulatedEvent> Spells { get; } = [];

    public Span<float> PowersAt(int second) => LogPowers.AsSpan(second * Regions * Bands, Regions * Bands);
}

namespace Streaming.Core.Simulation;

/// <summary>What kind of night to simulate. Everything not fixed here is drawn from the seed.</summary>
public sealed record NightSimulatorOptions
{
    /// <summary>Length in epochs of 30 s; 1 or more.</summary>
    public int Epochs { get; init; } = 960;

    public SimulatedLayout Layout { get; init; } = SimulatedLayout.Aasm;

    /// <summary>Native rate of every channel, Hz: 100 or more; null: drawn, or as the layout's recorder has it.</summary>
    public int? RateHz { get; init; } = 256;

    /// <summary>Begin anywhere in a night, asleep or awake, instead of at lights off.</summary>
    public bool StartsAnywhere { get; init; }

    /// <summary>Draw gain ×0.4-2.5, polarity, hardware roll-off, hum and the grid's phase; else a well-kept recorder with its grid at 0.</summary>
    public bool RandomRecorder { get; init; }

    /// <summary>A night to follow: its length counts then, and it begins where that begins, with the grid at 0; without artefacts the body is the same on every
    /// recorder. Null: everything is drawn.</summary>
    public FollowedNight? Follow { get; init; }

    /// <summary>Mean number of lead-offs, pops and sweating spells an hour; 0: none.</summary>
    public double ArtefactsPerHour { get; init; } = 1;
}

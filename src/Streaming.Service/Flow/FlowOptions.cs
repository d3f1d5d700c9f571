using System.ComponentModel.DataAnnotations;

namespace Streaming.Service.Flow;

/// <summary>How samples become decisions.</summary>
public sealed class FlowOptions
{
    public const string Section = "Flow";

    /// <summary>Messages a bed's lane holds in memory; what is beyond stays in the journal and is read again.</summary>
    [Range(1, 65536)]
    public int LaneCapacity { get; set; } = 64;

    /// <summary>Epochs of one bed that may be with the network at once: more than one only when a study comes faster than real time.</summary>
    [Range(1, 256)]
    public int EpochsInFlightPerBed { get; set; } = 8;

    /// <summary>Stream time that an incomplete epoch waits for what is late.</summary>
    [Range(0.0, 600.0)]
    public double ReorderHorizonSeconds { get; set; } = 10;

    /// <summary>PROVISIONAL results of rolling windows.</summary>
    public bool Provisional { get; set; } = true;

    /// <summary>Stream time between rolling windows.</summary>
    [Range(1.0, 30.0)]
    public double HopSeconds { get; set; } = 5;

    /// <summary>A gap is asked for again when the bed's furthest sample is this far beyond it, in stream time, or nothing
    /// has come for as long.</summary>
    [Range(0.0, 600.0)]
    public double BackfillAfterSeconds { get; set; } = 1.5;

    /// <summary>Wall time between two requests to one bed.</summary>
    [Range(1, 60_000)]
    public int BackfillIntervalMilliseconds { get; set; } = 250;

    /// <summary>How often the same gap is asked for.</summary>
    [Range(0, 100)]
    public int BackfillAttempts { get; set; } = 3;

    /// <summary>Wall time without samples after which a bed is shown as stalled.</summary>
    [Range(1, 3600)]
    public int StallSeconds { get; set; } = 4;

    /// <summary>Wall time without samples after which a study counts as over.</summary>
    [Range(1, 1440)]
    public int StudyTimeoutMinutes { get; set; } = 60;

    /// <summary>Samples of a study whose descriptor has not come are held so long, and then given up: they would keep the journal from being let go for
    /// ever.</summary>
    [Range(1, 720)]
    public int HeldHours { get; set; } = 24;

    /// <summary>Somebody vouches for the microvolts of every recorder: explanations may then cite the 75 µV rule of N3.</summary>
    public bool TrustedGain { get; set; }

    /// <summary>Beds that may be known; more are refused.</summary>
    [Range(1, 10_000)]
    public int MaximumBeds { get; set; } = 512;
}

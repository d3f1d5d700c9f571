using Streaming.Core.Staging;

namespace Streaming.Core.Hypnogram;

/// <summary>The night in figures, as a sleep report states them (AASM manual). Before lights off everything is null: not started is not
/// zero.</summary>
/// <remarks>Minutes are those of each epoch that lie between lights off and lights on, so
/// TimeInBed = wake + TotalSleep + Unscorable + Unknown, whatever the second at which the lights were switched.</remarks>
public sealed record SleepStatistics
{
    /// <summary>Lights off → lights on, or → the end of what is scored while they are still off.</summary>
    public double? TimeInBedMinutes { get; internal init; }

    /// <summary>N1 + N2 + N3 + R.</summary>
    public double? TotalSleepMinutes { get; internal init; }

    /// <summary>Lights off → first epoch of any sleep; null without sleep.</summary>
    public double? SleepOnsetLatencyMinutes { get; internal init; }

    /// <summary>Lights off → the first ten minutes on end of sleep; null without.</summary>
    public double? PersistentSleepLatencyMinutes { get; internal init; }

    /// <summary>Sleep onset → first R; null without R.</summary>
    public double? RemLatencyMinutes { get; internal init; }

    /// <summary>The same without the wake in between; null without R.</summary>
    public double? RemLatencyWithoutWakeMinutes { get; internal init; }

    /// <summary>NREM and R in turn, in order; empty without R.</summary>
    public IReadOnlyList<RemCycle>? RemCycles { get; internal init; }

    /// <summary>TotalSleep / TimeInBed, per cent; null for no time in bed.</summary>
    public double? SleepEfficiencyPercent { get; internal init; }

    /// <summary>Wake after sleep onset by <see cref="Waso"/>; null without sleep.</summary>
    public double? WasoMinutes { get; internal init; }

    /// <summary>Which wake after sleep onset is given.</summary>
    public required WasoVariant Waso { get; init; }

    /// <summary>False where unscorable, unknown or unrecorded time after onset makes WASO differ from TIB − SOL − TST, or the variant does.</summary>
    public bool? WasoIsRemainder { get; internal init; }

    /// <summary>Entries to W after sleep onset: scored W whose last scored epoch before was sleep.</summary>
    public int? Awakenings { get; internal init; }

    /// <summary>Changes of stage from one scored epoch to the next scored one, gaps passed over.</summary>
    public int? StageShifts { get; internal init; }

    /// <summary>Minutes of W, N1, N2, N3, R in class order; null before lights off.</summary>
    public IReadOnlyList<double>? StageMinutes { get; internal init; }

    /// <summary>Per cent of TotalSleep for N1, N2, N3, R at 1..4 (W at 0 is null); null without sleep.</summary>
    public IReadOnlyList<double?>? StagePercentOfSleep { get; internal init; }

    /// <summary>Epochs refused for a reason; never counted as wake.</summary>
    public double? UnscorableMinutes { get; internal init; }

    /// <summary>Epochs without a known stage, and time between the lights that no epoch covers; never counted as wake.</summary>
    public double? UnknownMinutes { get; internal init; }

    /// <summary>The lights are still off: the figures are those so far.</summary>
    public bool InProgress { get; internal init; }

    /// <exception cref="ArgumentException">Lights on comes before lights off.</exception>
    public static SleepStatistics Of(Hypnogram night, WasoVariant variant = WasoVariant.UntilLightsOn) =>
        night.LightsOffSeconds is { } lightsOff ? new NightCount(night, lightsOff).Statistics(variant) : new SleepStatistics { Waso = variant };
}

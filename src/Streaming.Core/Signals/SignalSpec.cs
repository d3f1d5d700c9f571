namespace Streaming.Core.Signals;

/// <summary>From samples to rows: everything that changes a row's values. Part of <c>RenderSpec</c>.</summary>
/// <remarks>Channels are first resampled to 100 Hz, then filtered there, so that the coefficients are constants and not computed on each
/// machine.</remarks>
public sealed record SignalSpec
{
    public required int Version { get; init; }

    /// <summary>Applied in order to EEG and EOG rows at 100 Hz.</summary>
    public required IReadOnlyList<BiquadCoefficients> BrainFilter { get; init; }

    /// <summary>Applied in order to chin rows at 100 Hz: 10-45 Hz, native rate permitting.</summary>
    public required IReadOnlyList<BiquadCoefficients> ChinFilter { get; init; }

    /// <summary>A gap of at least this many seconds starts the filters anew, in the steady state of the next sample.</summary>
    public double FilterResetGapSeconds { get; init; } = 5;

    /// <summary>The running scale is the plain mean of log spread up to this many epochs, then forgets with this time constant.</summary>
    public int ScaleMemoryEpochs { get; init; } = 240;

    /// <summary>Signal / scale is companded as asinh(x) / asinh(limit); beyond the limit the row saturates.</summary>
    public double CompandingLimit { get; init; } = 20;

    /// <summary>An epoch whose staged rows all lost more than this share of their samples is unscorable.</summary>
    public double LossLimit { get; init; } = 0.34;

    /// <summary>Epochs that start less than this many seconds into the study are marked calibrating.</summary>
    public double CalibrationSeconds { get; init; } = 600;
}

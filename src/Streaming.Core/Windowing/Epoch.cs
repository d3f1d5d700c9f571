using Streaming.Core.Quality;
using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>Thirty seconds of a study, filtered and at 100 Hz, ready to be drawn.</summary>
/// <remarks>Immutable once made, but its arrays are shared, not copied: readers must not write to them.</remarks>
public sealed class Epoch
{
    /// <summary>Samples a second of every row.</summary>
    public const int RateHz = 100;

    /// <summary>Length of an epoch (AASM page).</summary>
    public const int Seconds = 30;

    /// <summary>Samples a row.</summary>
    public const int Samples = RateHz * Seconds;

    /// <summary>Epoch number from 0, or -1 for a rolling window.</summary>
    public required long Number { get; init; }

    /// <summary>Study time of the start, seconds after sample index 0.</summary>
    public required Rational StartSeconds { get; init; }

    /// <summary>By <see cref="DerivationRow"/>: 3000 filtered samples in µV, NaN where samples were lost; null where the row has no
    /// derivation.</summary>
    public required IReadOnlyList<float[]?> Rows { get; init; }

    /// <summary>By row: the running scale the network's row is divided by, µV; 0 where the row is null.</summary>
    public required IReadOnlyList<double> ScalesMicrovolts { get; init; }

    /// <summary>By row: the derivation drawn, or null.</summary>
    public required IReadOnlyList<Derivation?> Derivations { get; init; }

    /// <summary>By channel.</summary>
    public required IReadOnlyList<SampleAccount> Accounts { get; init; }

    /// <summary>Why no stage may be given, or null.</summary>
    public string? UnscorableReason { get; init; }

    /// <summary>Technical remarks for people: saturated rows, rates below the AASM minimum.</summary>
    public IReadOnlyList<string> Quality { get; init; } = [];

    /// <summary>By channel: how good it was. Empty for rolling windows.</summary>
    public IReadOnlyList<ChannelQuality> ChannelQualities { get; init; } = [];

    /// <summary>Faults of the signal that begin to last with this epoch, and those that are over.</summary>
    public IReadOnlyList<SignalAdvisory> SignalAdvisories { get; init; } = [];

    /// <summary>Starts within <see cref="SignalSpec.CalibrationSeconds"/> of the study's first sample (ten minutes by default): the running scale has not settled.</summary>
    public bool IsCalibrating { get; init; }

    /// <summary>Rolling windows: index of the window's last sample in the fastest staged channel.</summary>
    public long WindowLastIndex { get; init; }

    /// <summary>The session's exact state after this epoch closed; empty for rolling windows. See <c>BedSession.Restore</c>.</summary>
    public byte[] StateAfter { get; init; } = [];

    /// <summary>Journal offset to read on from, together with <see cref="StateAfter"/>.</summary>
    public long ResumeOffset { get; init; }
}

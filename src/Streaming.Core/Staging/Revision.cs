namespace Streaming.Core.Staging;

/// <summary>How settled a decision is; higher replaces lower for the same epoch.</summary>
public enum Revision
{
    /// <summary>A rolling window's; outside night log and smoother.</summary>
    Provisional = 1,

    /// <summary>Rests on the past only; exactly one per epoch.</summary>
    Final = 2,

    /// <summary>Exactly one per epoch, a fixed look-ahead later.</summary>
    Revised = 3,

    /// <summary>A technologist's edit; closes the epoch to machines.</summary>
    Overridden = 4,
}

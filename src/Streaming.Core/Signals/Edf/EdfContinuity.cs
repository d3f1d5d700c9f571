namespace Streaming.Core.Signals.Edf;

/// <summary>What the reserved field says about the data records.</summary>
public enum EdfContinuity
{
    /// <summary>Plain EDF or BDF: one record directly after the other, no annotations.</summary>
    Plain = 0,

    /// <summary>EDF+C, BDF+C: uninterrupted.</summary>
    Continuous = 1,

    /// <summary>EDF+D, BDF+D: each record carries its own time; there may be gaps.</summary>
    Discontinuous = 2,
}

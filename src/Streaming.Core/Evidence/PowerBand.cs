namespace Streaming.Core.Evidence;

/// <summary>Bands whose power is measured by second.</summary>
internal enum PowerBand
{
    /// <summary>0.3-35 Hz.</summary>
    Broad = 0,

    /// <summary>4-7 Hz.</summary>
    Theta = 1,

    /// <summary>8-13 Hz.</summary>
    Alpha = 2,

    /// <summary>16-30 Hz.</summary>
    Beta = 3,
}

namespace Streaming.Training.Datasets;

/// <summary>Whose nights a run learns from.</summary>
internal enum NightKind
{
    /// <summary>Nobody's.</summary>
    Simulated,

    /// <summary>Simulated, some of them by real people's stages and band powers.</summary>
    Following,

    /// <summary>Those of data sets.</summary>
    Imported,
}

namespace Streaming.Training.Datasets.Import;

/// <summary>What became of a study.</summary>
internal enum ImportOutcome
{
    Imported,

    /// <summary>It was in the cache already, from the same files and options.</summary>
    AlreadyThere,

    /// <summary>It could not be imported; named with the reason.</summary>
    Broken,
}

namespace Streaming.Training.Datasets.Import;

/// <summary>A recording that a layout found by its name, and the files with its stages.</summary>
/// <param name="Subject">Unique within the data set; nights of one person share it.</param>
/// <param name="Name">Unique within the data set, good for a file name.</param>
/// <param name="Recording">Path of the EDF file.</param>
internal sealed record FoundStudy(string Subject, string Name, string Recording)
{
    /// <summary>EDF+ file with the stages, where they are in one of their own.</summary>
    public string? Hypnogram { get; init; }

    /// <summary>Why the files beside the recording do not count; null where they do.</summary>
    public string? PassedOver { get; init; }

    /// <summary>The EDF+ file beside the recording whose stages are taken.</summary>
    public string? Annotated => PassedOver is null ? Hypnogram : null;

    /// <summary>Files with stages that are no EDF, best first.</summary>
    public IReadOnlyList<string> Scores { get; init; } = [];

    /// <summary>Why it cannot be imported, where the names tell already.</summary>
    public string? Problem { get; init; }

    /// <summary>All files, the recording first.</summary>
    public IEnumerable<string> Files => [Recording, .. Hypnogram is null ? [] : (string[])[Hypnogram], .. Scores];
}

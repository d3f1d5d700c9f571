using Streaming.Core.Signals;

namespace Streaming.Training.Datasets.Import;

/// <summary>Stages in a file beside a recording that is no EDF, told by its extension.</summary>
internal static class StageFile
{
    /// <param name="path">Of the file.</param>
    /// <param name="recordingSeconds">Length of the recording.</param>
    /// <returns>Null where the extension is another: it is EDF then.</returns>
    /// <exception cref="DatasetException">It cannot be read.</exception>
    public static ScorerRuns? Read(string path, Rational recordingSeconds) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".XML" => StageXml.Read(path, recordingSeconds),
        ".TXT" => StageCodesFile.Read(path, (int)(recordingSeconds / 30).Floor()),
        _ => null,
    };
}

using Streaming.Core.Signals;

namespace Streaming.Training.Datasets.Import;

/// <summary>Stages in a file beside a recording that is no EDF, told by its extension.</summary>
internal static class StageFile
{
    private static readonly string[] s_endings = [".txt", ".csv", ".tsv", ".xml", "-nsrr.xml", "-profusion.xml", "-Hypnogram.txt", "-Hypnogram.csv", "-Hypnogram.tsv"];

    /// <summary>Whether a file has the name of a recording and one of the endings that stages have: <c>P7.txt</c> or <c>P7-Hypnogram.csv</c> beside
    /// <c>P7.edf</c> or <c>P7-PSG.edf</c>.</summary>
    public static bool IsNamedAfter(string recording, string path)
    {
        var stem = Path.GetFileNameWithoutExtension(recording);
        if (stem.EndsWith("-PSG", StringComparison.OrdinalIgnoreCase)) stem = stem[..^4];
        var name = Path.GetFileName(path);
        return name.StartsWith(stem, StringComparison.OrdinalIgnoreCase) && s_endings.Contains(name[stem.Length..], StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="path">Of the file.</param>
    /// <param name="recordingSeconds">Length of the recording.</param>
    /// <returns>Null where the extension is another: it is EDF then.</returns>
    /// <exception cref="DatasetException">It cannot be read.</exception>
    public static ScorerRuns? Read(string path, Rational recordingSeconds) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".XML" => StageXml.Read(path, recordingSeconds),
        ".TXT" or ".CSV" or ".TSV" => StageCodesFile.Read(path, (int)(recordingSeconds / 30).Floor()),
        ".EDF" or ".BDF" or ".REC" => null,
        var other => throw new DatasetException($"{path}: stages are read from EDF+, from XML (NSRR, Profusion) and from a text of one code or name for each 30 s (.txt, .csv, .tsv), not from '{other.ToLowerInvariant()}'"),
    };
}

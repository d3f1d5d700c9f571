using System.Text.RegularExpressions;

namespace Streaming.Training.Datasets.Import;

/// <summary>A text with one stage for each 30 s, by its code as ISRUC-Sleep has them or by its name.</summary>
/// <remarks>Real ones have blank lines, and some epochs more or fewer than the recording. A blank line between stages is an epoch without a stage
/// where only so the text is as long as the recording; else it is passed over.</remarks>
internal static partial class StageCodesFile
{
    private const int MostMissing = 60; // epochs; more, and the text is not this recording's
    private const int MostShown = 40; // characters of a line
    private const string Blank = "(blank line)";

    /// <param name="path">The file; the digit before its extension is the scorer's.</param>
    /// <param name="epochs">Whole epochs of the recording.</param>
    /// <exception cref="DatasetException">It cannot be read, a line is no code, or it is of another recording.</exception>
    public static ScorerRuns Read(string path, int epochs)
    {
        var lines = Lines(path);
        string[] codes = [.. lines.Where(line => line.Length > 0)];
        string[] trimmed = [.. lines.SkipWhile(line => line.Length == 0).Reverse().SkipWhile(line => line.Length == 0).Reverse()];
        var blanks = trimmed.Length - codes.Length;
        var areEpochs = blanks > 0 && codes.Length != epochs && trimmed.Length == epochs;
        if (!areEpochs && Math.Abs(codes.Length - epochs) > MostMissing)
            throw new DatasetException($"{path}: {codes.Length} stages for a recording of {epochs} epochs; they do not belong together");
        var name = Path.GetFileName(path);
        var isDoubtful = blanks > 0 && !areEpochs && codes.Length != epochs;
        string[] doubts = isDoubtful
            ? [$"{name}: neither its {codes.Length} stages nor these with the {blanks} blank lines between them are the recording's {epochs} epochs; "
                + "blank lines were passed over, and if they stand for epochs, every stage after the first of them is shifted"]
            : [];
        // In YASA and elsewhere 4 is REM, and then there is no 5.
        if (codes.Contains("4") && !codes.Contains("5"))
            doubts = [.. doubts, $"{name}: {codes.Count(code => code == "4")} epochs have code 4 and none has 5: 4 was read as S4, so N3; where it stands for REM, write 5 or R"];
        var runs = SourceCodes.Runs($"expert {Path.GetFileNameWithoutExtension(path)[^1]}", areEpochs ? trimmed.Select(line => line.Length > 0 ? line : Blank) : codes);
        return runs with { Remarks = [.. Remarks(name, codes, lines.Length - codes.Length, areEpochs ? blanks : 0, epochs), .. doubts], Doubts = doubts };
    }

    private static string[] Lines(string path)
    {
        try
        {
            var lines = new List<string>();
            foreach (var read in File.ReadLines(path)) // line by line: a signal of gigabytes may bear this name, too, and its first line tells
            {
                var line = read.Trim();
                lines.Add(line.Length == 0 || SourceCodes.IsCode(line) ? line : throw new DatasetException(
                    $"{path}: line {lines.Count + 1}{Shown(line)} is no stage code; each line is one for 30 s: 0 W, 1 N1, 2 N2, 3 and 4 N3, 5 R, or a name such as N2"));
            }
            return [.. lines];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: {e.Message}", e);
        }
    }

    // A table's line says how it is to be made; a note of the night may name somebody.
    private static string Shown(string line) => line.Length > MostShown || Word().IsMatch(line) ? "" : $": '{line}'";

    [GeneratedRegex("\\p{L}{3}")]
    private static partial Regex Word();

    private static IEnumerable<string> Remarks(string name, string[] codes, int blanks, int unscored, int epochs)
    {
        if (unscored > 0) yield return $"{name}: {unscored} blank lines between the stages are epochs without one: so the text is as long as the recording";
        if (blanks > unscored) yield return $"{name}: {blanks - unscored} blank lines passed over";
        if (codes.Contains("4")) yield return $"{name}: code 4 read as N3 (S4), code 5 as REM";
        if (codes.Length + unscored != epochs)
            yield return $"{name} has {codes.Length} stages, the recording {epochs} whole epochs; what only one of them has is ignored";
    }
}

using System.Text.RegularExpressions;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>ISRUC-Sleep: <c>N/N.rec</c> with <c>N_1.txt</c> and <c>N_2.txt</c>, one code for each 30 s from each of two scorers.</summary>
/// <remarks>Numbers repeat between the groups, so the folders above are part of the subject; group II has a folder for each of two nights.</remarks>
internal sealed partial class IsrucLayout(string folder) : IDatasetLayout
{
    private const int MostMissing = 60; // epochs; more, and the text is not this recording's

    public string Name => "isruc";

    public string Expects => "N/N.rec with N/N_1.txt and N/N_2.txt (group II: N/night/night.rec)";

    public IReadOnlyList<DerivationMap> Maps => [];

    public bool TrimsWake => false;

    public IReadOnlyList<FoundStudy> Find(IReadOnlyList<string> files, ICollection<string> remarks)
    {
        var all = files.ToHashSet(StringComparer.Ordinal);
        var found = new List<FoundStudy>();
        foreach (var file in files.OrderBy(file => file, StringComparer.Ordinal))
        {
            if (!Recorded().IsMatch(Path.GetFileName(file))) continue;
            var stem = Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(file));
            string[] scores = [.. new[] { $"{stem}_1.txt", $"{stem}_2.txt" }.Where(all.Contains)];
            var (subject, name) = Place(file);
            found.Add(new FoundStudy(subject, name, file)
            {
                Scores = scores,
                Problem = scores.Length == 0 ? $"neither {Path.GetFileName(stem)}_1.txt nor {Path.GetFileName(stem)}_2.txt is there" : null,
            });
        }
        foreach (var left in files.Where(file => Scored().IsMatch(Path.GetFileName(file))).Except(found.SelectMany(study => study.Scores)))
            remarks.Add($"{left}: no recording of this name; left out");
        return found;
    }

    public IReadOnlyList<ScorerRuns> Scores(FoundStudy found, EdfStudy study, EdfFile annotated) =>
        [.. found.Scores.Select(path => Read(path, (int)(study.DurationSeconds / 30).Floor()))];

    // group-II/8/2/2.rec: subject group-II-8, night group-II-8-2. 8/8.rec: both 8.
    private (string Subject, string Name) Place(string file)
    {
        var parts = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!).Split('/', '\\').Where(part => part is not ("." or "")).ToList();
        var number = Path.GetFileNameWithoutExtension(file);
        if (parts.Count == 0) return (number, number);
        var first = parts.FindIndex(part => part.All(char.IsAsciiDigit));
        var subject = string.Join('-', first < 0 ? [.. parts, number] : parts.Take(first + 1));
        return (subject, string.Join('-', first < 0 ? [.. parts, number] : parts));
    }

    private static ScorerRuns Read(string path, int epochs)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: {e.Message}", e);
        }
        var codes = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var code = lines[i].Trim();
            if (code.Length == 0) continue;
            codes.Add(SourceCodes.IsCode(code) ? code : throw new DatasetException($"{path}: line {i + 1}: '{code}' is no stage code"));
        }
        var runs = SourceCodes.Runs($"expert {path[^5]}", codes);
        var blank = lines.Length - codes.Count;
        var remarks = new List<string>();
        if (blank > 0) remarks.Add($"{Path.GetFileName(path)}: {blank} blank lines passed over");
        if (codes.Contains("4")) remarks.Add($"{Path.GetFileName(path)}: code 4 read as N3 (S4), code 5 as REM");
        if (codes.Count != epochs)
            remarks.Add($"{Path.GetFileName(path)} has {codes.Count} stages, the recording {epochs} whole epochs; "
                + "what only one of them has is ignored");
        return Math.Abs(codes.Count - epochs) <= MostMissing
            ? runs with { Remarks = remarks }
            : throw new DatasetException($"{path}: {codes.Count} stages for a recording of {epochs} epochs; they do not belong together");
    }

    [GeneratedRegex("^[0-9]+\\.rec$", RegexOptions.IgnoreCase)]
    private static partial Regex Recorded();

    [GeneratedRegex("^[0-9]+_[12]\\.txt$", RegexOptions.IgnoreCase)]
    private static partial Regex Scored();
}

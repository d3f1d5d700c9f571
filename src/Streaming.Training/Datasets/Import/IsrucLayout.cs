using System.Text.RegularExpressions;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>ISRUC-Sleep: <c>N/N.rec</c> with <c>N_1.txt</c> and <c>N_2.txt</c>, one code for each 30 s from each of two scorers.</summary>
/// <remarks>Numbers repeat between the groups, so the folders above are part of the subject; group II has a folder for each of two nights.</remarks>
internal sealed partial class IsrucLayout(string folder) : IDatasetLayout
{
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
        [.. found.Scores.Select(path => StageCodesFile.Read(path, (int)(study.DurationSeconds / 30).Floor()))];

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

    [GeneratedRegex("^[0-9]+\\.rec$", RegexOptions.IgnoreCase)]
    private static partial Regex Recorded();

    [GeneratedRegex("^[0-9]+_[12]\\.txt$", RegexOptions.IgnoreCase)]
    private static partial Regex Scored();
}

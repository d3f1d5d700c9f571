using System.Text.RegularExpressions;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>MASS: <c>01-02-0001 PSG.edf</c> with <c>01-02-0001 Base.edf</c>. Subsets 1 and 3 have pages of 30 s, 2, 4 and 5 of 20 s.</summary>
internal sealed partial class MassLayout : IDatasetLayout
{
    public string Name => "mass";

    public string Expects => "01-0S-NNNN PSG.edf with 01-0S-NNNN Base.edf (a space in the name)";

    // The eye channels do not say what they are recorded against: drawn as recorded, and the montage says so.
    public IReadOnlyList<DerivationMap> Maps { get; } = [DerivationMap.Parse("EOG Left Horiz=E1"), DerivationMap.Parse("EOG Right Horiz=E2")];

    public bool TrimsWake => false;

    public IReadOnlyList<FoundStudy> Find(IReadOnlyList<string> files, ICollection<string> remarks)
    {
        var bases = files.Where(file => file.EndsWith(" Base.edf", StringComparison.OrdinalIgnoreCase)).ToArray();
        var found = new List<FoundStudy>();
        foreach (var file in files.OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            if (Numbered().Match(Path.GetFileName(file)) is not { Success: true } match) continue;
            var hypnogram = HypnogramNames.Find(file, bases);
            found.Add(new FoundStudy(match.Groups[1].Value, match.Groups[1].Value, file)
            {
                Hypnogram = hypnogram,
                Problem = hypnogram is null ? $"'{match.Groups[1].Value} Base.edf' is missing" : null,
            });
        }
        foreach (var left in bases.Except(found.Select(study => study.Hypnogram))) remarks.Add($"{left}: no recording of this name; left out");
        return found;
    }

    public IReadOnlyList<ScorerRuns> Scores(FoundStudy found, EdfStudy study, EdfFile annotated)
    {
        var runs = AnnotationRuns.Of(study, annotated);
        var byName = found.Name[4] is '2' or '4' or '5' ? 20 : 30;
        var (fits20, fits30) = (StagePages.Fitting(study.Runs, 20), StagePages.Fitting(study.Runs, 30));
        var page = fits20 == fits30 ? byName : fits20 > fits30 ? 20 : 30;
        return page == byName
            ? [runs with { PageSeconds = page }]
            : [runs with
            {
                PageSeconds = page,
                Remarks = [$"subset {found.Name[4]} has pages of {byName} s, yet the annotations fit {page} s; {page} s used"],
            }];
    }

    [GeneratedRegex("^([0-9]{2}-0[1-5]-[0-9]{4}) PSG\\.edf$", RegexOptions.IgnoreCase)]
    private static partial Regex Numbered();
}

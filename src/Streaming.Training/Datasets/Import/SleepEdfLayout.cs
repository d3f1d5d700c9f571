using System.Text.RegularExpressions;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>Sleep-EDF expanded: <c>SC4001E0-PSG.edf</c> with <c>SC4001EC-Hypnogram.edf</c>; the first six characters agree.</summary>
internal sealed partial class SleepEdfLayout : IDatasetLayout
{
    private const string Ending = "-PSG.edf";

    public string Name => "sleep-edf";

    public string Expects => "SC4ssNE0-PSG.edf or ST7ssNJ0-PSG.edf (ss subject, N night) with SC4ssNE?-Hypnogram.edf";

    public IReadOnlyList<DerivationMap> Maps => [];

    public bool TrimsWake => true;

    public IReadOnlyList<FoundStudy> Find(IReadOnlyList<string> files, ICollection<string> remarks)
    {
        var hypnograms = files.Where(file => file.EndsWith("-Hypnogram.edf", StringComparison.OrdinalIgnoreCase)).ToArray();
        var found = new List<FoundStudy>();
        var recordings = files.Where(file => file.EndsWith(Ending, StringComparison.OrdinalIgnoreCase));
        foreach (var file in recordings.OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (Numbers().Match(name) is not { Success: true } match)
            {
                remarks.Add($"{file}: the name is not SC4ssN… or ST7ssN…, so its subject is not known; left out");
                continue;
            }
            var hypnogram = HypnogramNames.Find(file, hypnograms);
            found.Add(new FoundStudy($"{name[..3].ToUpperInvariant()}{match.Groups[1].Value}", name[..^Ending.Length], file)
            {
                Hypnogram = hypnogram,
                Problem = hypnogram is null ? $"no hypnogram begins with {name[..6]}" : null,
            });
        }
        foreach (var left in hypnograms.Except(found.Select(study => study.Hypnogram))) remarks.Add($"{left}: no recording of this name; left out");
        return found;
    }

    public IReadOnlyList<ScorerRuns> Scores(FoundStudy found, EdfStudy study, EdfFile annotated) => [AnnotationRuns.Of(study, annotated)];

    [GeneratedRegex("^(?:SC4|ST7)([0-9]{2})[0-9]", RegexOptions.IgnoreCase)]
    private static partial Regex Numbers();
}

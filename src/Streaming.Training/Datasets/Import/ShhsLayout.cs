using System.Text.RegularExpressions;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>SHHS: <c>shhs1-200001.edf</c> with <c>shhs1-200001-nsrr.xml</c>, <c>shhs1-200001-profusion.xml</c> or both.</summary>
internal sealed partial class ShhsLayout : IDatasetLayout
{
    public string Name => "shhs";

    public string Expects => "shhs1-NNNNNN.edf with shhs1-NNNNNN-nsrr.xml or shhs1-NNNNNN-profusion.xml, anywhere below the folder";

    public IReadOnlyList<DerivationMap> Maps => DerivationMap.Shhs;

    public bool TrimsWake => false;

    public IReadOnlyList<FoundStudy> Find(IReadOnlyList<string> files, ICollection<string> remarks)
    {
        var scores = files.Where(file => Scored().IsMatch(Path.GetFileName(file))).ToDictionary(
            file => Path.GetFileName(file).ToLowerInvariant(), file => file);
        var found = new List<FoundStudy>();
        foreach (var file in files.OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            if (Recorded().Match(Path.GetFileName(file)) is not { Success: true } match) continue;
            var name = Path.GetFileNameWithoutExtension(file).ToLowerInvariant();
            string[] own = [.. new[] { $"{name}-nsrr.xml", $"{name}-profusion.xml" }.Where(scores.ContainsKey).Select(xml => scores[xml])];
            // Both visits of a person have one number.
            found.Add(new FoundStudy(match.Groups[1].Value, name, file)
            {
                Scores = own,
                Problem = own.Length == 0 ? $"neither {name}-nsrr.xml nor {name}-profusion.xml is there" : null,
            });
        }
        foreach (var left in scores.Values.Except(found.SelectMany(study => study.Scores)))
            remarks.Add($"{left}: no recording of this name; left out");
        return found;
    }

    public IReadOnlyList<ScorerRuns> Scores(FoundStudy found, EdfStudy study, EdfFile annotated)
    {
        ScorerRuns[] all = [.. found.Scores.Select(path => StageXml.Read(path, study.DurationSeconds))];
        // The two files are two exports of one scoring: the first is taken, the second only checks it.
        return all is [var first, var second] ? [first with { Remarks = [.. first.Remarks, .. Differences(first, second, study)] }] : all;
    }

    private static IEnumerable<string> Differences(ScorerRuns first, ScorerRuns second, EdfStudy study)
    {
        var epochs = (int)(study.DurationSeconds / 30).Floor();
        var (a, b) = (EpochGrid.Labels(first.Runs, 0, epochs), EpochGrid.Labels(second.Runs, 0, epochs));
        var differ = a.Zip(b).Count(pair => pair.First != pair.Second);
        if (differ > 0) yield return $"the NSRR and the Profusion file differ in {differ} epochs; NSRR used";
        foreach (var remark in second.Remarks) yield return remark;
    }

    [GeneratedRegex("^shhs[0-9]-([0-9]+)\\.edf$", RegexOptions.IgnoreCase)]
    private static partial Regex Recorded();

    [GeneratedRegex("^shhs[0-9]-[0-9]+-(?:nsrr|profusion)\\.xml$", RegexOptions.IgnoreCase)]
    private static partial Regex Scored();
}

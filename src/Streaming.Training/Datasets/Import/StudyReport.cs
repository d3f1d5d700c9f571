using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;
using Streaming.Training.Datasets.Cache;
using static System.FormattableString;

namespace Streaming.Training.Datasets.Import;

/// <summary>What is said of one study while it is imported.</summary>
internal sealed class StudyReport(FoundStudy found, EdfFile file, EdfStudy study, Montage montage, IReadOnlyList<ScorerRuns> scorers)
{
    private readonly List<string> _lines = [Matched(found, study)];
    private readonly List<string> _remarks = [];

    public IReadOnlyList<string> Lines => [.. _lines, .. Simulated(), .. Gaps(), .. Remarks.Select(remark => $"note: {remark}")];

    /// <summary>Kept with the night.</summary>
    public IReadOnlyList<string> Remarks =>
    [
        .. found.PassedOver is null ? [] : (string[])[found.PassedOver], .. scorers.SelectMany(scorer => scorer.Remarks), .. _remarks, .. study.MapProblems, .. study.Remarks,
        .. montage.Remarks.Where(remark => !remark.StartsWith("Nothing fills", StringComparison.Ordinal)), // the rows' line says so
    ];

    public void Widened(int outside)
    {
        _remarks.Add("pages of 20 s, each widened by 5 s either side; three grids of 30 s hold every page once");
        if (outside > 0) _remarks.Add($"{outside} scored pages reach beyond the recording when widened; ignored");
    }

    public void Trimmed(int before, int after, int minutes) =>
        _lines.Add($"trimmed: {before} epochs before and {after} after the night; {minutes} min of wake stay either side");

    public void Channels(IReadOnlyList<Channel> all, IReadOnlyList<Channel> kept)
    {
        var rows = Enum.GetValues<DerivationRow>();
        var filled = rows.Where(row => montage.Rows[(int)row] is not null).Select(row => $"{row} {Named(montage.Rows[(int)row]!)}");
        var missing = rows.Where(row => montage.Rows[(int)row] is null).ToArray();
        _lines.Add($"rows: {string.Join(", ", filled)}{(missing.Length > 0 ? $"; nothing for {string.Join(", ", missing)}" : "")}");
        var rates = kept.GroupBy(channel => channel.RateHz).OrderByDescending(group => group.Key)
            .Select(group => $"{Rate(group.Key)} ({group.Count()})");
        _lines.Add($"channels: {kept.Count} of {all.Count} kept, Hz: {string.Join(", ", rates)}");
    }

    public void Stages(IReadOnlyList<NightGrid> grids)
    {
        for (var scorer = 0; scorer < grids[0].Scorings.Count; scorer++)
        {
            Stage?[] stages = [.. grids.SelectMany(grid => grid.Scorings[scorer].Stages)];
            var counts = Enumerable.Range(0, 5).Select(stage => $"{(Stage)stage} {stages.Count(given => given == (Stage)stage)}");
            var unscored = grids.Count > 1 ? 0 : stages.Count(stage => stage is null); // between widened pages nothing is scored
            var ignored = scorers[scorer].Ignored.Select(entry => Invariant($"'{entry.Key}' {entry.Value / scorers[scorer].PageSeconds:0.##}"));
            _lines.Add($"{grids[0].Scorings[scorer].Scorer}: {string.Join(' ', counts)}"
                + (unscored > 0 ? $", {unscored} epochs without a stage" : "")
                + (scorers[scorer].Ignored.Count > 0 ? $"; ignored in the whole recording: {string.Join(", ", ignored)}" : ""));
        }
    }

    private static string Matched(FoundStudy found, EdfStudy study)
    {
        var with = (found.PassedOver is null ? found.Files.Skip(1) : []).Select(Path.GetFileName).ToArray();
        return Invariant($"{Path.GetFileName(found.Recording)}, {(double)study.DurationSeconds / 3600:0.00} h, ")
            + (with.Length > 0 ? $"with {string.Join(" and ", with)}" : "with its own annotations");
    }

    private IEnumerable<string> Simulated()
    {
        if (study.IsSimulated) yield return "simulated, by its header: whatever is made of it will say so";
    }

    private IEnumerable<string> Gaps()
    {
        if (file.Segments.Count < 2) yield break;
        var missing = Rational.Zero;
        for (var i = 1; i < file.Segments.Count; i++)
            missing += file.Segments[i].StartSeconds - file.Segments[i - 1].StartSeconds
                - file.Header.RecordSeconds * new Rational(file.Segments[i - 1].RecordCount);
        yield return Invariant($"gaps: {file.Segments.Count - 1}, {(double)missing:0.##} s in all; samples keep their time");
    }

    private static string Named(Derivation derivation) => derivation.IsFallback ? $"{derivation.Name} (fallback)" : derivation.Name;

    private static string Rate(Rational rate)
    {
        var value = ((double)rate).ToString("0.######", CultureInfo.InvariantCulture);
        return rate.Denominator == 1 ? value : $"{value} (fractional, exactly {rate})";
    }
}

using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>Measures bundles on sets of nights: every night is read once under all conditions by all bundles.</summary>
internal sealed class EvaluationRun(IReadOnlyList<NamedBundle> bundles, EvaluationOptions options, TimeProvider time, TextWriter log)
{
    private readonly NightReadings _readings = new([.. bundles.Select(bundle => bundle.Bundle)], options.Threads, time, log);
    private readonly List<DecisionReport> _results = [];
    private readonly List<ComparisonRow> _comparisons = [];
    private readonly List<ConditionRow> _tables = [];
    private readonly List<ScorerRow> _scorers = [];
    private readonly List<NoveltyRow> _novelty = [];
    private readonly List<SeenRow> _seen = [];
    private readonly List<string> _notes = [];

    /// <summary>As recorded, [data][bundle][night]: for figures.</summary>
    public List<ReadNight[][]> AsRecorded { get; } = [];

    public EvaluationReport Run(IReadOnlyList<EvaluationData> data, CancellationToken cancellationToken)
    {
        foreach (var set in data) Measure(set, cancellationToken);
        if (options.Tables) _notes.AddRange(ModelTables.Notes(bundles));
        return new EvaluationReport
        {
            Models = [.. bundles.Select(bundle => ModelRow.Of(bundle.Label, bundle.Bundle.Manifest))],
            Data = [.. data.Zip(AsRecorded, (set, read) =>
                new DataRow(set.Name, set.Simulated, set.Split, set.Nights.Count, [.. read[0].Select(night => night.Subject).Distinct()]))],
            Results = _results,
            Comparisons = _comparisons,
            Seeds = [.. SeedSpread.Of(bundles, _results)],
            Tables = _tables,
            Scorers = _scorers,
            OutOfDistribution = _novelty,
            Seen = _seen,
            Notes = _notes,
        };
    }

    private void Measure(EvaluationData data, CancellationToken cancellationToken)
    {
        var conditions = ConditionTable.Plain(data);
        var tables = ConditionTable.For(data, options.Tables);
        RecordingCondition[] all = [.. conditions.Concat(tables.SelectMany(table => table.Conditions)).DistinctBy(condition => condition.Name)];
        var read = _readings.Read(data.Name, data.Nights, all, cancellationToken);
        ReadNight[] Under(int bundle, RecordingCondition condition) => read[bundle][Array.FindIndex(all, other => other.Name == condition.Name)];
        AsRecorded.Add([.. bundles.Select((_, bundle) => Under(bundle, conditions[0]))]);
        Warn(data.Name, [.. AsRecorded[^1][0].Select(night => night.Subject).Distinct(StringComparer.Ordinal)]);
        for (var bundle = 0; bundle < bundles.Count; bundle++)
        {
            foreach (var condition in conditions)
                Report(DecisionReports.Both(bundles[bundle].Label, data.Name, condition.Name, Under(bundle, condition), bundles[bundle].Bundle.Manifest), bundles[bundle].Bundle.Manifest);
            foreach (var table in tables)
                _tables.AddRange(table.Rows(bundles[bundle], data.Name, [.. table.Conditions.Select(condition => Under(bundle, condition))]));
            if (options.Tables) _tables.AddRange(ModelTables.Tuning(bundles[bundle], data.Name, Under(bundle, conditions[0])));
        }
        foreach (var condition in conditions)
            _comparisons.AddRange(Comparisons.Of(bundles, data.Name, condition.Name, [.. bundles.Select((_, bundle) => Under(bundle, condition))]));
        for (var bundle = 0; bundle < bundles.Count; bundle++)
            _scorers.AddRange(SeveralScorers.Of(bundles[bundle], data.Name, Under(bundle, conditions[0])));
        _scorers.AddRange(SeveralScorers.People(data.Name, Under(0, conditions[0])));
        if (options.Tables && data.AtRate is not null) MeasureRates(data, cancellationToken);
        if (options.Novelty) _novelty.AddRange(NoveltyRun.Measure(bundles, _readings, data, cancellationToken));
    }

    private void MeasureRates(EvaluationData data, CancellationToken cancellationToken)
    {
        ConditionTable[] tables = [ConditionTable.Rates, ConditionTable.RatesWithoutChin];
        RecordingCondition[] all = [.. tables.SelectMany(table => table.Conditions)];
        var read = _readings.Read($"{data.Name}, native rates", data.AtRate!(RateChange.HighestHz), all, cancellationToken);
        for (var bundle = 0; bundle < bundles.Count; bundle++)
        {
            var first = 0;
            foreach (var table in tables)
            {
                _tables.AddRange(table.Rows(bundles[bundle], data.Name, read[bundle][first..(first + table.Conditions.Count)]));
                first += table.Conditions.Count;
            }
        }
    }

    private void Warn(string data, string[] subjects)
    {
        if (Caution.OfTest(subjects.Length) is { } few) log.WriteLine($"{data}: {few}");
        foreach (var bundle in bundles)
        {
            if (SeenRow.Of(bundle.Label, data, subjects, bundle.Bundle.Manifest) is not { } seen) continue;
            _seen.Add(seen);
            log.WriteLine($"{bundle.Label} on {data}: {Caution.Of(seen)}");
        }
    }

    private void Report(IEnumerable<DecisionReport> reports, ModelManifest manifest)
    {
        foreach (var report in reports)
        {
            var line = report.Decision == "REVISED" && manifest.Smoother.LookAheadEpochs == 0
                ? $"{report.Data}, {report.Condition}: look-ahead 0: REVISED is FINAL"
                : report.Line();
            log.WriteLine(bundles.Count == 1 ? line : $"{report.Model}: {line}");
            _results.Add(report);
        }
    }
}

using Streaming.Scoring;
using Streaming.Tests.Core.Staging;
using Streaming.Tests.Scoring;
using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Reports;
using Streaming.Training.Export;

namespace Streaming.Tests.Training.Evaluation;

/// <summary>Two bundles of one name, which differ in their graphs, on two short simulated nights.</summary>
public sealed class EvaluationRunTests : IDisposable
{
    private readonly TinyModel _first = new();
    private readonly TinyModel _second = new();

    [Fact]
    public void Bundles_of_one_name_are_seeds_and_are_compared_with_the_first()
    {
        var report = Report(threads: 2);
        Assert.Equal(2, report.Models.Count);
        Assert.Equal(2 * 2 * 2, report.Results.Count); // bundles, conditions, decisions
        Assert.All(report.Seeds, row => Assert.Equal(2, row.Spread.Count));
        Assert.Contains(report.Comparisons, row => row.First == "a FINAL" && row.Second == "b FINAL" && row.PValue is not null);
        Assert.Contains(report.Comparisons, row => row.First == "b FINAL" && row.Second == "b REVISED");
        Assert.Equal(report.ToJson(), Report(threads: 1).ToJson());
        Assert.Single(report.Scorers, row => row.Candidate == "sleeper" || row.Reference == "sleeper" && row.Candidate == "simulated scorer"); // people once, not for every bundle
    }

    [Fact]
    public void Card_is_written_from_manifest_and_reports_alone()
    {
        var report = Report(threads: 2);
        var cost = new CostReport("a machine", 40, [new CostRow("tiny", report.Models[0].Sha256, 1000, 0.1, 2.5, 0.0625)]);
        var bundle = ModelBundle.Load(_first.Folder);
        var recorded = BundleExport.Record(bundle, Measurements.Of(report, "a"), new CardSources([report], cost));
        var kappa = recorded.Manifest.Agreement.First(figure => figure.Figure == "FINAL kappa");
        Assert.Contains(FormattableString.Invariant($"| FINAL kappa | {kappa.Value:0.000} |"), recorded.Card, StringComparison.Ordinal);
        foreach (var words in (string[])["## Cost", "2.50 ms", "0.06", "## Spread over training seeds", "## By stage", "## Table: gain (FINAL)"])
            Assert.Contains(words, recorded.Card, StringComparison.Ordinal);
        Assert.Equal("a", CardSources.Label(report, recorded.Manifest));
        Assert.Null(CardSources.Label(report, bundle.Manifest with { Sha256 = "another" }));
        Assert.Null(CardSources.Label(report, bundle.Manifest with { Smoother = bundle.Manifest.Smoother with { Memory = Memories.Drawn(new Random(1)) } })); // calibrated anew
    }

    [Fact]
    public void Bundles_of_one_graph_hear_the_same_answers_and_are_told_apart_by_what_surrounds_it()
    {
        var plain = _first.Write();
        var remembering = _second.Write(plain.Manifest with { Smoother = plain.Manifest.Smoother with { Memory = Memories.Drawn(new Random(1)) } });
        Assert.Equal(plain.Manifest.Sha256, remembering.Manifest.Sha256);
        EvaluationReport Run(params NamedBundle[] bundles) => new EvaluationRun(bundles, new EvaluationOptions(), TimeProvider.System, TextWriter.Null)
            .Run([EvaluationData.OfSimulated(1, 2, 25)], TestContext.Current.CancellationToken);
        var (both, first, second) = (Run(new("a", plain), new("b", remembering)), Run(new NamedBundle("a", plain)), Run(new NamedBundle("b", remembering)));
        Assert.Equal(first.Results.Concat(second.Results).Select(Text), both.Results.Select(Text));
        Assert.NotEqual(Text(first.Results[0]), Text(second.Results[0]) with { Model = "a" });
        Assert.Equal("b", CardSources.Label(both, remembering.Manifest));

        static (string Model, string Condition, string Decision, string Confusion, double Error) Text(DecisionReport result) => (
            result.Model, result.Condition, result.Decision, string.Join(' ', result.Confusion.SelectMany(row => row)), result.CalibrationError ?? -1);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private EvaluationReport Report(int threads)
    {
        NamedBundle[] bundles = [new("a", _first.Write()), new("b", _second.Write(model: TinyModel.Graph(gain: 0.5f)))];
        var run = new EvaluationRun(bundles, new EvaluationOptions { Threads = threads }, TimeProvider.System, TextWriter.Null);
        return run.Run([EvaluationData.OfSimulated(1, 2, 25)], TestContext.Current.CancellationToken);
    }
}

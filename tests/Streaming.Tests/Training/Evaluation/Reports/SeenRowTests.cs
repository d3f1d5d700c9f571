using Streaming.Scoring;
using Streaming.Tests.Scoring;
using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Reports;
using Streaming.Training.Export;

namespace Streaming.Tests.Training.Evaluation.Reports;

public sealed class SeenRowTests : IDisposable
{
    private static readonly string[] s_subjects = ["isruc/1", "isruc/2", "isruc/3", "isruc/4"];
    private readonly TinyModel _tiny = new();

    [Fact]
    public void Model_that_knows_some_of_the_subjects_is_told_and_one_that_knows_none_is_not()
    {
        var seen = SeenRow.Of("m", "isruc", s_subjects, Knowing(["isruc/1", "isruc/2", "mass/1"], ["isruc/4"]))!;
        Assert.Equal("2 of 4 subjects trained this model, 1 calibrated it", seen.Sentence());
        Assert.Null(SeenRow.Of("m", "isruc", s_subjects, Knowing(["mass/1"], ["mass/2"])));
        Assert.Null(SeenRow.Of("m", "isruc", s_subjects, TinyModel.Manifest)); // an older bundle does not say
    }

    [Fact]
    public void Evaluation_of_known_subjects_says_so_on_the_console_in_the_report_and_in_its_text()
    {
        var data = EvaluationData.OfSimulated(1, 2, 12);
        string[] subjects = [.. data.Nights.All().Select(night => night.Subject)];
        NamedBundle[] bundles = [new("own", _tiny.Write(Knowing([subjects[0]], [])))];
        using var console = new StringWriter();
        var report = new EvaluationRun(bundles, new EvaluationOptions { Threads = 1 }, TimeProvider.System, console)
            .Run([data], TestContext.Current.CancellationToken);
        const string Sentence = "1 of 2 subjects trained this model, 0 calibrated it";
        Assert.Contains(Sentence, console.ToString(), StringComparison.Ordinal);
        Assert.Equal(Sentence, Assert.Single(report.Seen).Sentence());
        Assert.Equal([subjects[0]], EvaluationReport.FromJson(report.ToJson()).Seen[0].Trained);
        Assert.Contains($"**own: {Sentence}", ReportMarkdown.Of(report, []), StringComparison.Ordinal);
        var older = report with { Seen = [] }; // written before reports said so: the subjects' names tell
        Assert.Equal(Sentence, Assert.Single(CardSources.Seen(older, bundles[0].Bundle.Manifest)).Sentence());
    }

    [Theory]
    [InlineData(1, "1 test subject: this says nothing about other people")]
    [InlineData(4, "4 test subjects: too few to say much about other people")]
    [InlineData(5, null)]
    public void Few_subjects_are_said_to_be_few(int subjects, string? expected) => Assert.Equal(expected, Caution.OfTest(subjects));

    [Theory]
    [InlineData(1, 24, "simulated, 1 held-out subject, first 12 min of the night")]
    [InlineData(12, 480, "simulated, 12 held-out subjects, first 4 h of the night")]
    public void Simulated_subjects_are_named_by_number_and_length(int subjects, int epochs, string expected) =>
        Assert.Equal(expected, EvaluationData.OfSimulated(1, subjects, epochs).Name);

    public void Dispose() => _tiny.Dispose();

    private static ModelManifest Knowing(string[] training, string[] calibration) => TinyModel.Manifest with
    {
        TrainedOn = new TrainedOn { Datasets = ["isruc"], SplitSeed = 1, Training = training, Calibration = calibration },
    };
}

using System.Text.Json.Nodes;
using Streaming.Core.Staging;
using Streaming.Tests.Scoring;
using Streaming.Training.Commands;
using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Drawing;
using Streaming.Training.Evaluation.Reports;
using Streaming.Training.Export;

namespace Streaming.Tests.Training.Evaluation.Reports;

public sealed class DecisionReportTests
{
    private static readonly ReadNight[] Nights =
        [SyntheticNights.Of("a", 1), SyntheticNights.Of("a", 2), SyntheticNights.Of("b", 3), SyntheticNights.Of("c", 4, clarity: 3)];

    [Fact]
    public void Nights_of_a_subject_are_one_draw_and_final_and_revised_stand_side_by_side()
    {
        var reports = DecisionReports.Both("model", "data", "as recorded", Nights, TinyModel.Manifest).ToArray();
        Assert.Equal(["FINAL", "REVISED"], reports.Select(report => report.Decision));
        Assert.All(reports, report =>
        {
            Assert.Equal((3, 4, 960L), (report.Subjects, report.Nights, report.Epochs));
            Assert.Equal(["a", "b", "c"], report.PerSubject.Select(row => row.Subject));
            Assert.Equal(480, report.PerSubject[0].Epochs);
            Assert.Equal("no interval: 3 subjects", report.Figures[Figures.Kappa].Interval);
            Assert.Null(report.Figures[Figures.Kappa].Low);
            Assert.Equal(960, report.Confusion.Sum(row => row.Sum()));
            Assert.Equal(report.Figures[Figures.Accuracy].Value!.Value, report.Review[0].Accuracy!.Value, 1e-6);
            Assert.True(report.Review[^1].Accuracy > report.Review[0].Accuracy); // confidence says something
            Assert.Equal(960, report.Reliability.Sum(row => row.Epochs));
        });
    }

    [Fact]
    public void One_subject_has_intervals_over_blocks_of_its_night() => Assert.Contains(
        "circular block bootstrap over 240 epochs",
        DecisionReports.Both("m", "d", "c", [Nights[2]], TinyModel.Manifest).First().Figures[Figures.Kappa].Interval, StringComparison.Ordinal);

    [Fact]
    public void Five_subjects_have_an_interval_over_subjects()
    {
        var figure = DecisionReports.Both(
            "m", "d", "c", [.. Enumerable.Range(1, 5).Select(i => SyntheticNights.Of($"{i}", (ulong)i))], TinyModel.Manifest).First().Figures[Figures.Kappa];
        Assert.Equal("95 % bootstrap over 5 subjects", figure.Interval);
        Assert.True(figure.Low < figure.Value && figure.Value < figure.High);
    }

    [Fact]
    public void Fewer_than_two_blocks_of_one_night_have_no_interval()
    {
        var report = DecisionReports.Both("m", "d", "c", [SyntheticNights.Of("a", 1, epochs: 39)], TinyModel.Manifest).First();
        Assert.Equal((null, "no interval: 39 epochs are fewer than two blocks of 20"), (report.Figures[Figures.Accuracy].Low, report.Figures[Figures.Accuracy].Interval));
        Assert.Contains("(no interval: 39 epochs", report.Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void Night_of_one_stage_has_a_dash_for_kappa_everywhere()
    {
        ReadNight[] asleep = [SyntheticNights.OfOneStage("a", 60)];
        var report = Report() with { Results = [.. DecisionReports.Both("model", "data", "as recorded", asleep, TinyModel.Manifest)] };
        Assert.Contains("kappa=– accuracy=1.000 [1.000, 1.000]", report.Results[0].Line(), StringComparison.Ordinal);
        Assert.Contains("| model | FINAL | – |", ReportMarkdown.Of(report, []), StringComparison.Ordinal);
        Assert.DoesNotContain(Measurements.Of(report, "model"), figure => figure.Figure.EndsWith("kappa", StringComparison.Ordinal));
        Assert.Contains("κ –<", NightFigure.Of("t", asleep[0], TinyModel.Manifest.Smoother), StringComparison.Ordinal);
    }

    [Fact]
    public void Night_without_an_answer_has_a_dash_for_every_figure_of_its_lines()
    {
        var night = SyntheticNights.Of("a", 1, epochs: 60);
        ReadNight[] silent = [night with { Evidence = [.. night.Evidence.Select(epoch => epoch with { Logits = null, Probabilities = null })] }];
        var line = DecisionReports.Both("m", "d", "c", silent, TinyModel.Manifest).First().Line();
        Assert.Contains("kappa=– accuracy=– balanced_accuracy=– macro_f1=– epochs=0 subjects=1 always_W=– ece=–", line, StringComparison.Ordinal);
        Assert.Equal("FINAL accuracy=– kappa=– epochs=0", AgreementLine.Of("FINAL", night.Truth, silent[0].Smooth(SmootherSpec.None).FinalStages));
        Assert.Equal("FINAL accuracy=1.0000 kappa=1.0000 epochs=60", AgreementLine.Of("FINAL", night.Truth, night.Truth));
    }

    [Fact]
    public void Measured_figures_are_rounded_once()
    {
        var report = Report();
        var result = report.Results[0] with { Figures = report.Results[0].Figures.ToDictionary(f => f.Key, _ => new FigureValue(0.399471, 0.1, 0.5, "i")) };
        var measured = Measurements.Of(report with { Results = [result] }, "model")[0];
        Assert.Equal(0.399471, measured.Value); // through four places it would be read as 0.400
        Assert.Contains("| 0.399 |", CardText.Of(TinyModel.Manifest with { Agreement = [measured] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Caps_hold_confidence_but_change_no_stage()
    {
        ReadNight[] blind = [.. Nights.Select(night => night with { Evidence = [.. night.Evidence.Select(epoch => epoch with { HasEyesOrChin = false })] })];
        var capped = TinyModel.Manifest with { ConfidenceCaps = new ConfidenceCaps { EegOnly = [0.3, 0.3, 1, 1, 0.3] } };
        var (free, held) = (DecisionReports.Both("m", "d", "c", blind, TinyModel.Manifest).First(), DecisionReports.Both("m", "d", "c", blind, capped).First());
        Assert.Equal(free.Confusion, held.Confusion);
        Assert.True(held.CalibrationError > free.CalibrationError + 0.05); // these caps are far too low
    }

    [Fact]
    public void Report_reads_back_as_it_was_written()
    {
        var report = Report();
        var json = report.ToJson();
        Assert.Equal(json, EvaluationReport.FromJson(json).ToJson());
        Assert.DoesNotContain("NaN", json, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => EvaluationReport.FromJson("{}"));
    }

    [Fact]
    public void Markdown_names_every_figure_and_the_baseline()
    {
        var text = ReportMarkdown.Of(Report(), [("night.svg", "A night")]);
        foreach (var words in (string[])["## data: as recorded", "| always ", "balanced accuracy", "![A night](night.svg)", "95 %"])
            Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_names_subjects_sleep_measures_and_how_it_was_made()
    {
        var made = RunRow.Of(new FixedTime(), ["evaluate", "--map", "EEG C4=C4-M1"], new Dictionary<string, ulong> { ["split"] = 3 });
        var text = ReportMarkdown.Of(Report() with { Run = made }, []);
        foreach (var words in (string[])["Made 2026-11-28 20:00 UTC by Streaming.Training ", "seeds: split 3", "evaluate --map 'EEG C4=C4-M1'", "model, by subject:",
            "| a | 480 |", "| total sleep, min |", "no limits: 3 subjects"])
            Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_looks_nothing_ahead_is_reported_once()
    {
        var report = Report();
        var text = ReportMarkdown.Of(report with { Models = [report.Models[0] with { LookAheadEpochs = 0 }] }, []);
        Assert.Contains("model: look-ahead 0: REVISED is FINAL.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("| REVISED |", text, StringComparison.Ordinal);
        Assert.Contains("| REVISED |", ReportMarkdown.Of(report with { Models = [report.Models[0] with { LookAheadEpochs = 2 }] }, []), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_of_an_earlier_program_is_read()
    {
        var json = JsonNode.Parse(Report().ToJson())!.AsObject();
        Assert.True(json.Remove("run") && json.Remove("seen"));
        foreach (var result in json["results"]!.AsArray()) Assert.True(result!.AsObject().Remove("sleepMeasures"));
        var read = EvaluationReport.FromJson(json.ToJsonString());
        Assert.Equal((null, 0, 0), (read.Run, read.Seen.Count, read.Results[0].SleepMeasures.Count));
        Assert.Contains("model, by subject:", ReportMarkdown.Of(read, []), StringComparison.Ordinal);
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 28, 20, 0, 0, TimeSpan.Zero);
    }

    private static EvaluationReport Report() => new()
    {
        Models = [ModelRow.Of("model", TinyModel.Manifest with { Sha256 = new string('a', 64) })],
        Data = [new DataRow("data", true, "all", 4, ["a", "b", "c"])],
        Results = [.. DecisionReports.Both("model", "data", "as recorded", Nights, TinyModel.Manifest)],
        Comparisons = [],
        Seeds = [],
    };
}

using System.Globalization;
using System.Xml.Linq;
using Streaming.Core.Staging;
using Streaming.Tests.Scoring;
using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Drawing;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Tests.Training.Evaluation.Drawing;

public sealed class FigureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly ReadNight Night = SyntheticNights.Of("p1 <&\">", 1);
    private static readonly DecisionReport[] Reports = [.. DecisionReports.Both("model", "data", "as recorded", [Night], TinyModel.Manifest)];

    [Fact]
    public void Every_figure_is_well_formed_and_keeps_inside_its_frame()
    {
        foreach (var svg in new[]
        {
            NightFigure.Of("p1 <&\">", Night, SmootherSpec.Default), ConfusionFigure.Of(Reports),
            ReliabilityFigure.Of(Reports[0], Reports[1]), ReviewFigure.Of(Reports[0], Reports[1]),
        })
        {
            var root = XDocument.Parse(svg).Root!;
            Assert.Equal("svg", root.Name.LocalName);
            Assert.False(string.IsNullOrEmpty(root.Element(Svg + "title")?.Value));
            var (width, height) = (Number(root, "width"), Number(root, "height"));
            foreach (var shape in root.Elements(Svg + "rect"))
            {
                Assert.InRange(shape.Attribute("x") is null ? 0 : Number(shape, "x") + Number(shape, "width"), 0, width);
                Assert.InRange(shape.Attribute("y") is null ? 0 : Number(shape, "y") + Number(shape, "height"), 0, height);
            }
            Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Confusion_figure_shows_every_count()
    {
        var texts = Texts(ConfusionFigure.Of(Reports));
        foreach (var count in Reports[0].Confusion.SelectMany(row => row)) Assert.Contains(count.ToString(CultureInfo.InvariantCulture), texts);
        Assert.Contains(texts, text => text.StartsWith("FINAL", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.StartsWith("REVISED", StringComparison.Ordinal));
    }

    [Fact]
    public void Reliability_of_few_epochs_is_marked_and_not_joined()
    {
        ReliabilityRow[] bins = [new(0, 0.2, 9, 0.1, 1), new(0.2, 0.4, 10, 0.3, 0.4), new(0.4, 0.6, 1, 0.5, 0), new(0.8, 1, 40, 0.9, 0.9)];
        var report = Reports[0] with { Reliability = bins, Epochs = 60 };
        var root = XDocument.Parse(ReliabilityFigure.Of(report, report)).Root!;
        Assert.All(root.Elements(Svg + "polyline"), line => Assert.Equal(2, line.Attribute("points")!.Value.Split(' ').Length));
        Assert.Equal(4 + 1, root.Elements(Svg + "circle").Count()); // of FINAL, and the legend's
        Assert.Contains("9", Texts(root.ToString()));
    }

    [Fact]
    public void Confusion_figure_can_be_read_at_every_share()
    {
        for (var hits = 0; hits <= 100; hits += 5)
        {
            long[][] confusion = [[hits, 100 - hits, 0, 0, 0], .. Enumerable.Repeat(new long[5], 4)];
            var root = XDocument.Parse(ConfusionFigure.Of([Reports[0] with { Confusion = confusion }])).Root!;
            var cell = root.Elements(Svg + "rect").ElementAt(1); // the first is the page
            var ink = root.Elements(Svg + "text").First(text => text.Value == $"{hits} %");
            Assert.True(Contrast(Fill(cell), Fill(ink)) >= 4.5, $"{hits} %: {Contrast(Fill(cell), Fill(ink)):0.0}");
        }

        static string Fill(XElement shape) => shape.Attribute("fill")!.Value;

        static double Contrast(string one, string other)
        {
            var (a, b) = (Luminance(one) + 0.05, Luminance(other) + 0.05);
            return Math.Max(a, b) / Math.Min(a, b);
        }

        static double Luminance(string colour)
        {
            double[] parts = [.. Enumerable.Range(0, 3).Select(i => Convert.ToInt32(colour.Substring(1 + 2 * i, 2), 16) / 255.0)
                .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        }
    }

    [Fact]
    public void Hypnodensity_is_broken_where_nothing_was_decided()
    {
        var gap = Night with { Evidence = [.. Night.Evidence.Select(epoch => epoch.Epoch is > 99 and < 120 ? epoch with { Logits = null, Probabilities = null } : epoch)] };
        var (whole, broken) = (Polygons(Night), Polygons(gap));
        Assert.Equal(5, whole);
        Assert.Equal(10, broken);

        static int Polygons(ReadNight night) => XDocument.Parse(NightFigure.Of("n", night, SmootherSpec.Default)).Root!.Elements(Svg + "polygon").Count();
    }

    [Fact]
    public void Night_is_marked_where_a_decision_differs_from_the_reference_and_not_where_it_agrees()
    {
        var perfect = SyntheticNights.Of("sure", 2, clarity: 40);
        Assert.Equal(1, Marks(NightFigure.Of("n", perfect, SmootherSpec.None))); // the legend's own
        Assert.True(Marks(NightFigure.Of("n", Night, SmootherSpec.None)) > 10);

        static int Marks(string svg) => XDocument.Parse(svg).Root!.Elements(Svg + "rect").Count(mark => mark.Attribute("fill")!.Value == "#b00020");
    }

    [Fact]
    public void Worst_night_drawn_is_one_that_has_a_kappa()
    {
        using var tiny = new TinyModel();
        NamedBundle[] bundles = [new("a", tiny.Write())];
        var report = new EvaluationReport { Models = [], Data = [], Results = [], Comparisons = [], Seeds = [] };
        string[] Drawn(params ReadNight[] nights) => [.. ReportFigures.Of(report, bundles, [[nights]]).Select(figure => figure.Caption)];
        var silent = Night with { Name = "silent", Evidence = [.. Night.Evidence.Select(epoch => epoch with { Logits = null, Probabilities = null })] };
        var (clear, dull) = (SyntheticNights.Of("clear", 2, clarity: 5), SyntheticNights.Of("dull", 3, clarity: 1));
        Assert.Equal(
            ["a: dull (the night with the least FINAL κ)", "a: clear (the night with the median FINAL κ)"],
            Drawn(silent, clear, SyntheticNights.OfOneStage("plain", 100), dull));
        Assert.Equal(["a: clear (the only night with a κ)"], Drawn(silent, clear));
        Assert.Equal(["a: silent (the first night; none has a κ)"], Drawn(silent, silent));
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static string[] Texts(string svg) => [.. XDocument.Parse(svg).Root!.Elements(Svg + "text").Select(text => text.Value)];
}

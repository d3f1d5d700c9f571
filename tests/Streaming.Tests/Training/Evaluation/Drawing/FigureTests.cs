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

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static string[] Texts(string svg) => [.. XDocument.Parse(svg).Root!.Elements(Svg + "text").Select(text => text.Value)];
}

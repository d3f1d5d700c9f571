using System.Globalization;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

public sealed class HypnogramCsvTests
{
    [Fact]
    public void Probabilities_read_back_to_the_same_bits()
    {
        float[] network = [0.1f, 0.2f, 0.3f, 0.15000001f, 0.25f];
        var lines = Lines([new EpochEvidence(0, 10.01, network, network, null, true)]);
        var fields = lines[1].Split(',');
        Assert.Equal(lines[0].Split(',').Length, fields.Length);
        Assert.Equal(network, fields[7..12].Select(field => float.Parse(field, CultureInfo.InvariantCulture)));
        Assert.Equal("10.01", fields[1]);
    }

    [Fact]
    public void Unscorable_epoch_has_a_question_mark_and_its_reason()
    {
        var lines = Lines([new EpochEvidence(0, 0, null, null, "all rows lost", false)]);
        Assert.Equal("0,0,?,0.000,?,0.000,\"all rows lost\",,,,,,,,,,,,,,,", lines[1]);
        Assert.Equal(lines[0].Split(',').Length, lines[1].Split(',').Length);
    }

    private static string[] Lines(IReadOnlyList<EpochEvidence> evidence) =>
        [.. HypnogramCsv.Lines(evidence, SmoothedNight.Of(evidence.Select(epoch => epoch.Probabilities), SmootherSpec.Default), probabilities: true)];
}

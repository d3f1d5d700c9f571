using System.Globalization;
using Streaming.Core.Evidence;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;
using Streaming.Training.Explaining;

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

    [Fact]
    public void Held_back_confidence_is_remarked_and_is_what_the_reason_states()
    {
        var simulated = new NightSimulator(new NightSimulatorOptions { Epochs = 24, Layout = SimulatedLayout.SingleEeg }, 3)
            .Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var night = StagedNight.Of(simulated, "night");
        float[] sure = [0.97f, 0.01f, 0.01f, 0.005f, 0.005f];
        EpochEvidence[] evidence =
            [.. Enumerable.Range(0, 24).Select(n => new EpochEvidence(n, 30 * n, sure, sure, null, n < 20) { HasEyesOrChin = false })];
        var caps = new ConfidenceCaps { EegOnly = [0.8, 0.4, 1, 1, 0.5] };
        var smoothed = SmoothedNight.Of(evidence.Select(epoch => epoch.Probabilities), SmootherSpec.Default);

        var lines = HypnogramCsv.Lines(evidence, smoothed, probabilities: false, caps).ToArray();
        Assert.EndsWith($"W,0.800,W,0.800,\"calibrating; {ConfidenceCaps.Remark}\"", lines[12], StringComparison.Ordinal);
        Assert.EndsWith($"W,0.800,W,0.800,\"{ConfidenceCaps.Remark}\"", lines[24], StringComparison.Ordinal);
        var reasons = NightReasons.Of(night, SignalSpecs.V1, smoothed, caps, new EvidenceOptions()).Final;
        Assert.Equal(24, reasons.Count);
        Assert.All(reasons.Skip(3), reason => Assert.StartsWith("W at 0.80", reason.Sentence, StringComparison.Ordinal));
    }

    private static string[] Lines(IReadOnlyList<EpochEvidence> evidence) =>
        [.. HypnogramCsv.Lines(evidence, SmoothedNight.Of(evidence.Select(epoch => epoch.Probabilities), SmootherSpec.Default), probabilities: true)];
}

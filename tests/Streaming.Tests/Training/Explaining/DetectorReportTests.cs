using Streaming.Core.Evidence;
using Streaming.Core.Rendering;
using Streaming.Core.Simulation;
using Streaming.Training.Datasets;
using Streaming.Training.Explaining;

namespace Streaming.Tests.Training.Explaining;

/// <summary>The detectors on three simulated nights that nothing was tuned on; docs/explanations.md has the figures of more.</summary>
public sealed class DetectorReportTests
{
    [Fact]
    public void Detectors_find_most_of_what_was_put_into_nights_and_little_else()
    {
        var report = new DetectorReport();
        foreach (var seed in (ulong[])[4001, 4002, 4003])
        {
            var night = new NightSimulator(new NightSimulatorOptions { Epochs = 200 }, seed).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
            report.Read(StagedNight.Of(night, $"simulated-{seed}"), RenderSpecs.Lossless100.Signal, new EvidenceOptions());
        }

        foreach (var line in report.Lines()) TestContext.Current.TestOutputHelper?.WriteLine(line);
        // Today 0.92, 0.81 and 0.86.
        Assert.True(report.Tallies[FindingKind.Spindle].F1 > 0.88, $"spindles {report.Tallies[FindingKind.Spindle].F1}");
        Assert.True(report.Tallies[FindingKind.KComplex].F1 > 0.77, $"K-complexes {report.Tallies[FindingKind.KComplex].F1}");
        Assert.True(report.Tallies[FindingKind.RapidEyeMovement].F1 > 0.82, $"rapid eye movements {report.Tallies[FindingKind.RapidEyeMovement].F1}");
        Assert.True(report.Absolute is { Error: < 0.05, Count: > 200 }, $"share of slow waves off by {report.Absolute.Error} over {report.Absolute.Count} epochs");
        Assert.Contains(report.Lines(), line => line.StartsWith("KComplex", StringComparison.Ordinal));
    }
}

using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Scoring;

namespace Streaming.Tests.EndToEnd;

/// <summary>An amplifier's gain is not to be trusted: the committed model must say the same of half and of twice the signal.</summary>
public sealed class GainTests
{
    private const double ShareAllowed = 0.01;

    [Fact]
    public void Constant_gain_changes_hardly_a_stage_of_a_simulated_night()
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = 120 }, 77).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        Holds(night.Study, () => night.Blocks(), night.End);
    }

    [Fact]
    public void Constant_gain_changes_hardly_a_stage_of_a_real_recording()
    {
        using var file = File.OpenRead(SharedData.FileOrSkip("dynamo", "dynamo.edf"));
        var study = EdfStudy.From(EdfReader.Open(file), Guid.Empty, [DerivationMap.Parse("EEG=C4-M1")]);
        Holds(study.Study, () => study.Blocks(1), study.End);
    }

    private static void Holds(Study study, Func<IEnumerable<SampleBlock>> blocks, StudyEnd end)
    {
        using var pool = ScoredReports.Pool();
        var plain = Finals(pool, study, blocks(), end);
        Assert.True(plain.Values.Distinct().Count() > 1);
        foreach (var gain in (ReadOnlySpan<double>)[0.5, 2])
        {
            var changed = Finals(pool, study, blocks().Select(block => Amplified(block, study, gain)), end);
            Assert.Equal(plain.Keys.Order(), changed.Keys.Order());
            Assert.InRange(plain.Count(final => changed[final.Key] != final.Value), 0, (int)(ShareAllowed * plain.Count));
        }
    }

    /// <summary>FINAL stages after calibration.</summary>
    private static Dictionary<long, Stage> Finals(StagerPool pool, Study study, IEnumerable<SampleBlock> blocks, StudyEnd end)
    {
        using var scorer = new StudyScorer(pool.Bundle, pool.Create(), new BedSessionOptions());
        return scorer.Score(study, blocks, end, TestContext.Current.CancellationToken)
            .Where(scored => !scored.Epoch.IsCalibrating)
            .Select(scored => scored.Decisions.Single(decision => decision.Revision == Revision.Final))
            .ToDictionary(decision => decision.Epoch, decision => decision.Stage);
    }

    /// <summary>As an amplifier does it: before the digits, which round and saturate.</summary>
    private static SampleBlock Amplified(SampleBlock block, Study study, double gain) => block with
    {
        Channels = [.. block.Channels.Select(run => run with { Values = Amplified(run.Values.Span, study.Channels[run.Channel].Scaling, gain) })],
    };

    private static int[] Amplified(ReadOnlySpan<int> values, ChannelScaling scaling, double gain)
    {
        var amplified = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
            amplified[i] = (int)Math.Clamp(Math.Round(values[i] * gain), scaling.DigitalMin, scaling.DigitalMax);
        return amplified;
    }
}

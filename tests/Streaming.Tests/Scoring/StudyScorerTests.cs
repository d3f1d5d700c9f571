using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Scoring;
using Xunit;

namespace Streaming.Tests.Scoring;

public sealed class StudyScorerTests : IDisposable
{
    private static readonly Guid s_study = new("6b3f2a0e-0001-4000-8000-000000000001");
    private readonly TinyModel _tiny = new();
    private readonly StagerPool _pool;
    private readonly SimulatedNight _night = new NightSimulator(new NightSimulatorOptions { Epochs = 6 }, 11).Simulate(s_study,
        DateTimeOffset.UnixEpoch);

    public StudyScorerTests() =>
        _pool = new StagerPool(_tiny.Write(), new ScoringOptions { Provider = ScoringProvider.Cpu }, NullLogger<StagerPool>.Instance);

    [Fact]
    public void Every_epoch_has_one_final_and_one_revised()
    {
        var scored = Score(_night.Blocks(), _night.End);
        Assert.Equal([0L, 1, 2, 3, 4, 5], scored.Select(s => s.Epoch.Number));
        var decisions = scored.SelectMany(s => s.Decisions).ToArray();
        Assert.Equal([0L, 1, 2, 3, 4, 5], decisions.Where(d => d.Revision == Revision.Final).Select(d => d.Epoch));
        Assert.Equal([0L, 1, 2, 3, 4, 5], decisions.Where(d => d.Revision == Revision.Revised).Select(d => d.Epoch));
        Assert.Equal([2, 2, 2, 2, 1, 0], decisions.Where(d => d.Revision == Revision.Revised).Select(d => d.LookAheadEpochs));
        Assert.All(scored, s => Assert.NotNull(s.Estimate));
    }

    [Fact]
    public void Chunks_change_no_bit()
    {
        var whole = Score(_night.Blocks(), _night.End);
        var other = Score(_night.Blocks().SelectMany(Halves), _night.End);
        Assert.Equal(whole.Select(s => Convert.ToHexString(Bytes(s.Estimate!.Logits))),
            other.Select(s => Convert.ToHexString(Bytes(s.Estimate!.Logits))));
        Assert.Equal(
            whole.SelectMany(s => s.Decisions).Select(d => (d.Epoch, d.Revision, d.Stage, Convert.ToHexString(Bytes(d.Probabilities)))),
            other.SelectMany(s => s.Decisions).Select(d => (d.Epoch, d.Revision, d.Stage, Convert.ToHexString(Bytes(d.Probabilities)))));
    }

    [Fact]
    public void Lost_samples_make_an_epoch_unscorable_and_nothing_is_guessed()
    {
        var kept = _night.Blocks().Where(block => !block.Channels.All(run => Seconds(run) is >= 60 and < 90));
        var scored = Score(kept, _night.End);
        Assert.Equal(6, scored.Length);
        Assert.Null(scored[2].Estimate);
        Assert.NotNull(scored[2].Epoch.UnscorableReason);
        Assert.All(scored.SelectMany(s => s.Decisions).Where(d => d.Epoch == 2), d => Assert.Equal(Stage.Unscorable, d.Stage));
        Assert.NotNull(scored[3].Estimate);
    }

    [Fact]
    public void A_study_without_a_stated_end_is_scored_as_far_as_samples_reach() =>
        Assert.Equal(Score(_night.Blocks(), _night.End).Length, Score(_night.Blocks(), null).Length);

    [Fact]
    public void Cancelling_stops_the_scoring()
    {
        using var source = new CancellationTokenSource();
        using var scorer = new StudyScorer(_pool.Bundle, _pool.Create(), new BedSessionOptions());
        using var epochs = scorer.Score(_night.Study, _night.Blocks(), _night.End, source.Token).GetEnumerator();
        Assert.True(epochs.MoveNext());
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => { while (epochs.MoveNext()) { } });
    }

    public void Dispose()
    {
        _pool.Dispose();
        _tiny.Dispose();
    }

    private static ReadOnlySpan<byte> Bytes(float[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values);

    private static IEnumerable<SampleBlock> Halves(SampleBlock block) =>
    [
        block with { Channels = [.. block.Channels.Select(run => run with { Values = run.Values[..(run.Values.Length / 3)] })] },
        block with { Channels = [.. block.Channels.Select(run =>
            new ChannelSamples(run.Channel, run.FirstIndex + run.Values.Length / 3, run.Values[(run.Values.Length / 3)..]))] },
    ];

    private double Seconds(ChannelSamples run) => run.FirstIndex / (double)_night.Study.Channels[run.Channel].RateHz;

    private ScoredEpoch[] Score(IEnumerable<SampleBlock> blocks, StudyEnd? end)
    {
        using var scorer = new StudyScorer(_pool.Bundle, _pool.Create(), new BedSessionOptions());
        return [.. scorer.Score(_night.Study, blocks, end, TestContext.Current.CancellationToken)];
    }
}

using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

/// <summary>Live equals replay: how samples travel changes nothing that is decided from.</summary>
public sealed class BedSessionArrivalTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(15).WithReplay(20_260, 7);

    [Fact]
    public void Epochs_are_the_same_however_blocks_are_cut_delayed_repeated_and_reordered_inside_the_horizon() => ForSeeds(seed =>
    {
        var recording = Recording.Random(seed);
        var expected = recording.Session().Feed(recording.Blocks(), recording.End);
        Assert.Equal(ExpectedEpochs(recording), expected.Count);
        Feeding.AssertSame(expected, recording.Session().Feed(Shuffled(recording, seed), recording.End), recording.Staged);
    });

    [Fact]
    public void Epochs_are_the_same_when_the_whole_recording_is_one_block() => ForSeeds(seed =>
    {
        var recording = Recording.Random(seed);
        var expected = recording.Session().Feed(recording.Blocks(), recording.End);
        Feeding.AssertSame(expected, recording.Session().Feed(recording.Blocks(1e6), recording.End));
    });

    [Fact]
    public void A_session_goes_on_identically_from_any_closed_epoch() => ForSeeds(seed =>
    {
        var recording = Recording.Random(seed);
        var journal = WithLosses(Shuffled(recording, seed), seed);
        var whole = recording.Session();
        var expected = whole.Feed(journal, recording.End);
        foreach (var epoch in expected)
        {
            var (session, rest) = Feeding.Resume(recording, journal, epoch);
            Feeding.AssertSame([.. expected.Skip((int)epoch.Number + 1)], rest);
            Assert.Equal(whole.StudyAccounts, session.StudyAccounts);
            Assert.Equal(expected.Skip((int)epoch.Number + 1).Select(next => next.ResumeOffset), rest.Select(next => next.ResumeOffset));
            foreach (var (one, other) in expected.Skip((int)epoch.Number + 1).Zip(rest)) Assert.Equal(one.StateAfter, other.StateAfter);
        }
    });

    [Fact]
    public void Every_sample_is_accounted_for_and_no_epoch_is_missing_or_doubled() => ForSeeds(seed =>
    {
        var recording = Recording.Random(seed);
        var session = recording.Session();
        var epochs = session.Feed(WithLosses(Shuffled(recording, seed), seed), recording.End);
        Assert.Equal(Enumerable.Range(0, epochs.Count).Select(n => (long)n), epochs.Select(epoch => epoch.Number));
        foreach (var account in epochs.SelectMany(epoch => epoch.Accounts).Concat(session.StudyAccounts))
            Assert.Equal(account.Expected, account.Received + account.Backfilled + account.Lost);
        foreach (var account in session.StudyAccounts)
        {
            var grid = new EpochGrid(recording.Study.EpochOriginSeconds, recording.Study.Channels[account.Channel].RateHz);
            Assert.Equal(grid.FirstIndex(epochs.Count) - grid.FirstIndex(0), account.Expected);
        }
    });

    /// <summary>Random cuts by channel, some repeated, each up to just under the horizon late.</summary>
    private static List<SampleBlock> Shuffled(Recording recording, int seed)
    {
        var random = new Random(seed);
        var sent = new List<(double Arrival, SampleBlock Block)>();
        foreach (var block in recording.Blocks(() => 0.05 + random.NextDouble() * (random.Next(8) == 0 ? 8 : 2)))
        {
            foreach (var run in block.Channels)
            {
                var rate = (double)recording.Study.Channels[run.Channel].RateHz;
                var (first, last) = (run.FirstIndex / rate, (run.FirstIndex + run.Values.Length) / rate);
                var part = new SampleBlock(block.StudyId, [run], random.Next(5) == 0);
                var slack = 9.9 - (last - first); // the run's own length counts as delay of its first sample
                var arrival = last + Math.Max(0, slack) * random.NextDouble();
                sent.Add((arrival, part));
                if (random.Next(4) == 0) sent.Add((arrival + random.NextDouble() * 60, part with { Backfill = false }));
            }
        }
        return [.. sent.OrderBy(item => item.Arrival).Select(item => item.Block)];
    }

    private static List<SampleBlock> WithLosses(List<SampleBlock> blocks, int seed)
    {
        var random = new Random(seed + 1);
        var kept = blocks.Where(_ => random.Next(9) > 0).ToList();
        kept.Insert(kept.Count / 2,
            new SampleBlock(blocks[0].StudyId, [new ChannelSamples(0, long.MaxValue - 3, new int[9]), new ChannelSamples(0, -5, new int[3])]));
        return kept;
    }

    private static int ExpectedEpochs(Recording recording) => recording.Staged
        .Max(n => WholeEpochs(new EpochGrid(recording.Study.EpochOriginSeconds, recording.Study.Channels[n].RateHz), recording[n].Length));

    private static int WholeEpochs(EpochGrid grid, int samples)
    {
        var count = 0;
        while (grid.FirstIndex(count + 1) <= samples) count++;
        return count;
    }

    private static void ForSeeds(Action<int> law) => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), law).Check(s_config);
}

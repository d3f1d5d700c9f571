using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

/// <summary>Every sample that was delivered is in exactly one place of the account, and every place of the grid is received, backfilled or lost.</summary>
public sealed class AccountBalanceTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20_261, 9);

    [Fact]
    public void Accounts_balance_at_any_time_under_any_faults() => ForSeeds(seed =>
    {
        var recording = Recording.Random(seed);
        var session = recording.Session();
        long closed = 0, offset = 0;
        foreach (var block in Faulty(recording, seed))
        {
            closed += session.Accept(block, offset++, offset).Count;
            Balanced(session, closed, recording);
        }
    });

    [Fact]
    public void Nothing_that_was_delivered_is_unaccounted_for_at_the_end() => ForSeeds(seed =>
    {
        var recording = Recording.Random(seed);
        var session = recording.Session();
        var delivered = new long[recording.Study.Channels.Count];
        long offset = 0;
        foreach (var block in Faulty(recording, seed))
        {
            foreach (var run in block.Channels) delivered[run.Channel] += run.Values.Length;
            session.Accept(block, offset++, offset);
        }
        session.End(recording.End, offset);
        Assert.Equal(delivered, session.StudyAccounts.Select(account =>
            account.Received + account.Backfilled + account.Repeated + account.Late + account.Outside + account.Refused));
    });

    private static void ForSeeds(Action<int> law) => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), law).Check(s_config);

    private static void Balanced(BedSession session, long closed, Recording recording)
    {
        Assert.Equal(closed, session.NextEpoch);
        Assert.True(session.EpochsBegun >= closed);
        foreach (var account in session.StudyAccounts)
        {
            Assert.Equal(account.Expected, account.Received + account.Backfilled + account.Lost);
            var grid = new EpochGrid(recording.Study.EpochOriginSeconds, recording.Study.Channels[account.Channel].RateHz);
            Assert.Equal(grid.FirstIndex(closed) - grid.FirstIndex(0), account.Expected);
        }
    }

    /// <summary>Blocks lost, late beyond any horizon, doubled with other values, backfilled, without some channels, absurd.</summary>
    private static IEnumerable<SampleBlock> Faulty(Recording recording, int seed)
    {
        var random = new Random(seed);
        var blocks = new List<(double At, SampleBlock Block)>();
        foreach (var (second, block) in recording.Blocks().Index())
        {
            var dice = random.Next(20);
            if (dice == 0) continue;
            blocks.Add((second + (dice == 1 ? 60 * random.NextDouble() : 3 * random.NextDouble()), dice == 2 ? block with { Backfill = true } : block));
            if (dice == 3) blocks.Add((second + 20 * random.NextDouble(), Other(block, random)));
            if (dice == 4) blocks.Add((second, new SampleBlock(block.StudyId, [new ChannelSamples(0, (1L << 40) + random.Next(), new int[3])])));
            if (dice == 5) blocks.Add((second, new SampleBlock(block.StudyId, [new ChannelSamples(0, -random.Next(1, 5), new int[9])])));
            if (dice == 7) blocks.Add((second, new SampleBlock(block.StudyId, [new ChannelSamples(0, random.Next(1, 1 << 23), new int[random.Next(1, 3000)])])));
            if (dice == 6) blocks[^1] = (blocks[^1].At, block with { Channels = [.. block.Channels.Take(1)] });
        }
        return blocks.OrderBy(block => block.At).Select(block => block.Block);
    }

    private static SampleBlock Other(SampleBlock block, Random random) => block with
    {
        Channels = [.. block.Channels.Select(run => run with { Values = run.Values.ToArray().Select(value => random.Next(2) == 0 ? value : value + 1).ToArray() })],
    };
}

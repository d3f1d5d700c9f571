using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

/// <summary>Leaps on several channels, of whole and fractional rates: wrong in a record, on one channel, for a while, again at the same place; from any restart the night is the same.</summary>
public sealed class LeapRestartTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20_263, 17);

    [Fact]
    public void A_night_goes_on_identically_from_any_epoch_whatever_leaps_on_whatever_channels() => ForSeeds(seed =>
    {
        var recording = Recording.Random(seed);
        Feeding.AssertGoesOnFromAnywhere(recording, Leaping(recording, new Random(seed)));
    });

    [Fact]
    public void What_is_kept_aside_when_the_study_ends_is_refused_once_from_whichever_epoch_its_end_is_read_again()
    {
        var recording = Recording.Make(95, 0, 1, ("C4-M1", 100)); // its end closes two epochs, of which one is lost
        var blocks = recording.Blocks();
        var ahead = blocks[45] with { Channels = [blocks[45].Channels[0] with { FirstIndex = 1_000_000 }] };
        Feeding.AssertGoesOnFromAnywhere(recording, [.. blocks.Take(45), ahead]);
    }

    [Fact]
    public void A_channel_whose_index_is_wrong_is_refused_alone_however_long_it_goes_on_while_others_do() => ForSeeds(seed =>
    {
        var recording = Several(seed);
        var random = new Random(seed);
        var wrong = random.Next(recording.Study.Channels.Count);
        var shift = 100 + random.NextDouble() * 40_000;
        var (from, to) = (random.Next(60), 60 + random.Next(60));
        var seconds = 0.2 + random.NextDouble() * 12;
        var isApart = random.Next(2) == 0; // every channel in records of its own
        var blocks = recording.Blocks(seconds).SelectMany((block, n) => n * seconds >= from && n * seconds < to ? Shifted(block) : [block]).ToList();

        var without = recording.Session();
        var expected = without.Feed(blocks.Select(block => block with { Channels = [.. block.Channels.Where(run => !IsWrong(run))] }), recording.End);
        var session = recording.Session();
        Feeding.AssertSame(expected, session.Feed(blocks, recording.End));
        var refused = (long)blocks.Sum(block => block.Channels.Where(IsWrong).Sum(run => run.Values.Length));
        Assert.Equal(without.StudyAccounts.Select(account => account.Channel == wrong ? account with { Refused = refused } : account), session.StudyAccounts);

        bool IsWrong(ChannelSamples run) => run.FirstIndex >= recording[run.Channel].Length;
        IEnumerable<SampleBlock> Shifted(SampleBlock block)
        {
            var by = (long)(shift * (double)recording.Study.Channels[wrong].RateHz);
            var shifted = block with { Channels = [.. block.Channels.Select(run => run.Channel == wrong ? run with { FirstIndex = run.FirstIndex + by } : run)] };
            return isApart ? shifted.Channels.Select(run => block with { Channels = [run] }) : [shifted];
        }
    });

    [Fact]
    public void After_an_outage_all_channels_are_believed_in_records_of_their_own_too() => ForSeeds(seed =>
    {
        var random = new Random(seed);
        var recording = Recording.Make(280, 0, seed, ("C4-CLE", new Rational(255999, 1000)), ("M1-CLE", new Rational(255999, 1000)), ("E1-M2", new Rational(1000, 3)), ("Pulse", 1));
        var (from, to, seconds) = (30 + random.Next(60), 170 + random.Next(60), 0.5 + random.NextDouble() * 6);
        var isApart = random.Next(2) == 0;
        var journal = recording.Blocks(seconds).Where((_, n) => n * seconds < from || n * seconds >= to)
            .SelectMany(block => isApart ? block.Channels.Select(run => block with { Channels = [run] }) : [block]).ToList();

        var session = recording.Session();
        session.Feed(journal, recording.End);
        Assert.All(session.StudyAccounts, account => Assert.Equal(0, account.Refused));
        Assert.All(recording.Staged, channel => Assert.Equal(0, session.StudyAccounts[channel].Late)); // the pulse is waited for by none
        Feeding.AssertGoesOnFromAnywhere(recording, journal);
    });

    private static Recording Several(int seed)
    {
        var recording = Recording.Random(seed);
        return recording.Study.Channels.Count > 1 ? recording : Recording.Make(130, 0, seed, ("C4-M1", new Rational(255999, 1000)), ("E1-M2", new Rational(1000, 3)), ("Pulse", 1));
    }

    // Leaps to one of three places, so that what comes later may lie where something is kept.
    private static List<SampleBlock> Leaping(Recording recording, Random random)
    {
        var places = new[] { 200 + random.Next(100), 230 + random.Next(3000), 3600 + random.Next(3600) };
        var dice = random.Next(8, 40); // of so many blocks one leaps
        var seconds = 0.5 + random.NextDouble() * random.Next(1, 9);
        var blocks = new List<(double At, SampleBlock Block)>();
        foreach (var (n, block) in recording.Blocks(seconds).Index())
        {
            var at = n * seconds;
            blocks.Add((at + random.NextDouble() * random.Next(1, 9), random.Next(dice) == 1 ? Moved(block, random.Next(block.Channels.Count)) : block));
            for (var more = random.Next(dice) == 0 ? random.Next(1, 4) : 0; more > 0; more--) blocks.Add((at + random.NextDouble() * 15, Moved(block, null)));
        }
        return [.. blocks.OrderBy(block => block.At).Select(block => block.Block)];

        SampleBlock Moved(SampleBlock block, int? only)
        {
            var to = places[random.Next(3)] + random.NextDouble() * 14;
            var channels = block.Channels.Where(_ => only is not null || random.Next(4) > 0);
            return block with
            {
                Channels = [.. channels.Select((run, n) => only is { } one && n != one ? run : run with { FirstIndex = (long)(to * (double)recording.Study.Channels[run.Channel].RateHz) })],
            };
        }
    }

    private static void ForSeeds(Action<int> law) => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), law).Check(s_config);
}

using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

/// <summary>What leaps far ahead is believed when more comes there, and not before: one wrong index must not end a night.</summary>
public sealed class LeapTests
{
    private const int RateHz = 100;
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20_262, 11);

    [Fact]
    public void A_night_is_the_same_with_one_record_whose_index_is_wrong_and_its_samples_are_refused() => ForSeeds(seed =>
    {
        var recording = Night(300);
        var blocks = recording.Blocks();
        var expected = recording.Session().Feed(blocks, recording.End);
        var (with, wrong) = WithOneWrong(blocks, seed);

        var session = recording.Session();
        Feeding.AssertSame(expected, session.Feed(with, recording.End));
        Assert.Equal(wrong, session.StudyAccounts[0].Refused);
        Assert.Equal(0, session.StudyAccounts[0].Late);
    });

    [Fact]
    public void A_night_goes_on_identically_from_any_epoch_with_wrong_indices_in_its_journal() => ForSeeds(seed =>
    {
        var recording = Night(300);
        var journal = WithOneWrong(WithOneWrong(recording.Blocks(), seed).Blocks, seed + 1).Blocks;
        Feeding.AssertGoesOnFromAnywhere(recording, journal);
    });

    [Fact]
    public void After_an_outage_every_sample_is_staged_and_the_time_between_is_given_as_lost() => ForSeeds(seed =>
    {
        var random = new Random(seed);
        var recording = Night(700);
        var (from, to) = (random.Next(1, 200), random.Next(300, 600));
        var blocks = recording.Blocks(0.5 + random.NextDouble() * 5);
        var journal = blocks.Where(block => StartOf(block) < from || StartOf(block) >= to).ToList();

        var session = recording.Session();
        var epochs = session.Feed(journal, recording.End);

        Assert.Equal(700 / 30, epochs.Count);
        Assert.Equal((0L, 0L), (session.StudyAccounts[0].Refused, session.StudyAccounts[0].Late));
        var (first, last) = ((int)Math.Ceiling(from / 30.0) + 1, to / 30 - 1);
        Assert.All(epochs.Skip(first).Take(last - first), epoch => Assert.Contains("100 % of C4-M1 lost", epoch.UnscorableReason, StringComparison.Ordinal));
        Assert.All(epochs.Skip(last + 3), epoch => Assert.Equal(0, epoch.Accounts[0].Lost));
        Feeding.AssertGoesOnFromAnywhere(recording, journal);
    });

    [Fact]
    public void What_arrives_from_before_an_outage_while_the_leap_is_not_yet_believed_is_staged()
    {
        var recording = Night(400);
        var blocks = recording.Blocks();
        var (before, last, after) = (blocks[..59], blocks[59], blocks[300..]);

        var session = recording.Session();
        var epochs = session.Feed([.. before, .. after[..4], last, .. after[4..]], recording.End);

        Assert.Equal(0, epochs[1].Accounts[0].Lost);
        Assert.Equal(0, session.StudyAccounts[0].Late);
    }

    [Fact]
    public void One_record_is_not_believed_however_long_it_is_and_however_often_it_comes_again()
    {
        var recording = Night(120);
        var session = recording.Session();
        session.Feed(recording.Blocks()[..60]);
        var wrong = Block(recording, 36_000, 25);
        for (var again = 0; again < 50; again++) Assert.Empty(session.Accept(wrong, 100_000 + again, 100_001 + again));

        Assert.Equal(60, session.FurthestSeconds);
        Assert.Equal(48 * 25 * RateHz, session.StudyAccounts[0].Refused); // twice each sample is kept, and no more
        Assert.NotEmpty(session.Accept(Block(recording, 36_025, 1), 200_000, 200_001)); // more comes there: it was right
    }

    [Fact]
    public void One_record_is_not_believed_of_several_channels_either()
    {
        var recording = Recording.Make(120, 0, 1, ("C4-M1", RateHz), ("E1-M2", RateHz));
        var session = recording.Session();
        session.Feed(recording.Blocks()[..60]);
        void Leap(long offset, params (int Channel, int At, int Seconds)[] runs) => Assert.Empty(session.Accept(
            new SampleBlock(recording.Study.Id, [.. runs.Select(run => new ChannelSamples(run.Channel, (long)run.At * RateHz, new int[run.Seconds * RateHz]))]), offset, offset + 1));

        Leap(100_000, (0, 36_000, 25), (1, 36_000, 26));
        Assert.Equal(60, session.FurthestSeconds);
        Leap(100_001, (0, 7200, 2), (1, 14_400, 2)); // two places: what comes at one of them is not more of the other
        Leap(100_002, (1, 14_402, 2));
        Assert.Equal(60, session.FurthestSeconds);
    }

    [Fact]
    public void What_is_kept_aside_outlives_the_memory_it_was_read_into()
    {
        var recording = Night(400);
        var blocks = recording.Blocks();
        List<SampleBlock> journal = [.. blocks[..60], .. blocks[300..]];
        var memory = new int[RateHz];
        SampleBlock Read(SampleBlock block)
        {
            block.Channels[0].Values.CopyTo(memory);
            return new SampleBlock(block.StudyId, [block.Channels[0] with { Values = memory }]);
        }

        Feeding.AssertSame(recording.Session().Feed(journal, recording.End), recording.Session().Feed(journal.Select(Read), recording.End));
    }

    [Theory]
    [InlineData(7200, 14_400)]
    [InlineData(14_400, 7200)]
    public void A_leap_that_two_records_tell_of_differently_is_believed_of_neither(int one, int other)
    {
        var recording = Night(200);
        var session = recording.Session();
        var blocks = recording.Blocks();
        session.Feed(blocks[..60]);
        session.Accept(Block(recording, one, 8), 10_000, 10_001);
        session.Accept(Block(recording, other, 8), 10_001, 10_002);
        var epochs = session.Feed(blocks[60..], recording.End, 20_000);

        Assert.Equal([2L, 3L, 4L, 5L], epochs.Select(epoch => epoch.Number));
        Assert.Equal(16 * RateHz, session.StudyAccounts[0].Refused);
    }

    [Fact]
    public void At_the_end_of_a_study_what_was_not_believed_is_refused_and_counted_once()
    {
        var recording = Night(100);
        var session = recording.Session();
        session.Feed(recording.Blocks());
        session.Accept(Block(recording, 5000, 3), 50_000, 50_100);
        var epochs = session.End(recording.End, 50_200);

        Assert.Empty(epochs);
        Assert.Equal(3 * RateHz, session.StudyAccounts[0].Refused);
        Assert.True(session.IsEnded);
    }

    [Fact]
    public void A_service_that_joins_late_stages_from_there_on()
    {
        var recording = Night(200);
        var session = recording.Session();
        var late = recording.Blocks().Select(block => new SampleBlock(block.StudyId, [.. block.Channels.Select(run => run with { FirstIndex = run.FirstIndex + 3600 * RateHz })]));
        var epochs = session.Feed(late);

        Assert.Equal(120 + 6, epochs.Count);
        Assert.Equal(0, session.StudyAccounts[0].Refused);
        Assert.All(epochs.Skip(120), epoch => Assert.Equal(0, epoch.Accounts[0].Lost));
    }

    private static Recording Night(double seconds) => Recording.Make(seconds, 0, 1, ("C4-M1", RateHz));

    private static double StartOf(SampleBlock block) => block.Channels[0].FirstIndex / (double)RateHz;

    private static SampleBlock Block(Recording recording, int atSeconds, int seconds) =>
        new(recording.Study.Id, [new ChannelSamples(0, (long)atSeconds * RateHz, new int[seconds * RateHz])]);

    // Two minutes to twenty hours ahead of where it is put, half a second to fifteen long.
    private static (List<SampleBlock> Blocks, int Samples) WithOneWrong(List<SampleBlock> blocks, int seed)
    {
        var random = new Random(seed);
        var at = random.Next(blocks.Count - 15); // the study goes on for longer than it takes to see
        var samples = random.Next(RateHz / 2, 15 * RateHz);
        var index = (long)(StartOf(blocks[at]) + 120 + random.NextDouble() * 72_000) * RateHz;
        var wrong = new SampleBlock(blocks[0].StudyId, [new ChannelSamples(0, index, new int[samples])]);
        return ([.. blocks[..at], wrong, .. blocks[at..]], samples);
    }

    private static void ForSeeds(Action<int> law) => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), law).Check(s_config);
}

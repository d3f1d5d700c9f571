using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

public sealed class BedSessionTests
{
    private static readonly (string, Rational)[] s_one = [("C4-M1", 100)];

    [Fact]
    public void An_epoch_closes_with_its_last_sample()
    {
        var recording = Recording.Make(60, 0, 1, s_one);
        var session = recording.Session();
        Assert.Empty(session.Feed(recording.Blocks().Take(29)));
        var epoch = Assert.Single(session.Feed(recording.Blocks().Skip(29).Take(1)));
        Assert.Equal(0, epoch.Number);
        Assert.Equal(new SampleAccount(0, 3000, 3000, 0, 0, 0, 0), Assert.Single(epoch.Accounts));
        Assert.Null(epoch.UnscorableReason);
    }

    [Fact]
    public void An_incomplete_epoch_closes_when_the_bed_is_past_its_end_by_the_horizon()
    {
        var recording = Recording.Make(60, 0, 1, s_one);
        var blocks = recording.Blocks();
        blocks.RemoveAt(12);
        var session = recording.Session();
        Assert.Empty(session.Feed(blocks.Take(39))); // seconds 0-39 less one
        var first = new SampleBlock(recording.Study.Id, [new ChannelSamples(0, 4000, new[] { recording[0][4000] })]); // taken at the end + 10 s
        var epoch = Assert.Single(session.Feed([first]));
        Assert.Equal(100, epoch.Accounts[0].Lost);
        Assert.Equal(100, epoch.Rows[1]!.Count(float.IsNaN));
        Assert.All(epoch.Rows[1]![1200..1300], value => Assert.True(float.IsNaN(value)));
        Assert.Contains("3 % of C4-M1 lost", epoch.Quality);
    }

    [Fact]
    public void Samples_of_a_closed_epoch_are_late_and_change_nothing()
    {
        var recording = Recording.Make(95, 0, 1, s_one);
        var blocks = recording.Blocks();
        var expected = recording.Session().Feed(blocks, recording.End);
        var session = recording.Session();
        var epochs = session.Feed([.. blocks.Take(45), blocks[3], .. blocks.Skip(45)], recording.End);
        Feeding.AssertSame(expected, epochs);
        Assert.Equal(100, session.StudyAccounts[0].Late);
        Assert.Equal(500, session.StudyAccounts[0].Outside); // the last five seconds
    }

    [Fact]
    public void The_first_of_two_values_is_kept_and_the_conflict_counted()
    {
        var recording = Recording.Make(30, 0, 1, s_one);
        var expected = recording.Session().Feed(recording.Blocks());
        var other = new SampleBlock(recording.Study.Id, [new ChannelSamples(0, 10, new[] { 1, 2, recording[0][12] })]);
        var epochs = recording.Session().Feed([recording.Blocks()[0], other, .. recording.Blocks().Skip(1)]);
        Assert.Equal(2, epochs[0].Accounts[0].Conflicting);
        Assert.Equal(3, epochs[0].Accounts[0].Repeated);
        Assert.Equal(expected[0].Rows[1], epochs[0].Rows[1]);
    }

    [Fact]
    public void Samples_before_the_origin_and_absurd_indices_belong_to_no_epoch()
    {
        var recording = Recording.Make(45, new Rational(1001, 100), 1, s_one);
        var session = recording.Session();
        var absurd = new SampleBlock(recording.Study.Id,
            [new(0, 1L << 60, new int[5]), new(0, -7, new int[9]), new(0, long.MinValue, new int[2]), new(9, 0, new int[2])]);
        var epochs = session.Feed([absurd, .. recording.Blocks()], recording.End);
        Assert.Equal(new Rational(1001, 100), Assert.Single(epochs).StartSeconds);
        var account = session.StudyAccounts[0];
        Assert.Equal(5 + 7 + 2, account.Refused);
        Assert.Equal(2 + 1001 + 4500 - 1001 - 3000, account.Outside);
    }

    [Fact]
    public void An_hour_without_samples_gives_an_hour_of_unscorable_epochs_in_bounded_memory()
    {
        var recording = Recording.Make(40, 0, 1, s_one);
        var session = recording.Session();
        session.Feed(recording.Blocks());
        Assert.Empty(session.Accept(new SampleBlock(recording.Study.Id, [new ChannelSamples(0, 364_000, new int[900])]), 5000, 5100));
        var epochs = session.Accept(new SampleBlock(recording.Study.Id, [new ChannelSamples(0, 364_900, new int[100])]), 5100, 5200);
        Assert.Equal(Enumerable.Range(1, 120).Select(n => (long)n), epochs.Select(epoch => epoch.Number));
        Assert.All(epochs, epoch => Assert.StartsWith("no usable signal: ", epoch.UnscorableReason));
        Assert.Equal("no usable signal: 100 % of C4-M1 lost (limit 34 %)", epochs[60].UnscorableReason);
        Assert.Null(epochs[60].Rows[1]);
        Assert.All(epochs.Skip(1), epoch => Assert.Equal(5000, epoch.ResumeOffset));
    }

    [Fact]
    public void The_end_of_the_study_closes_lost_epochs_too()
    {
        var recording = Recording.Make(40, 0, 1, s_one);
        var session = recording.Session();
        session.Feed(recording.Blocks());
        var epochs = session.End(new StudyEnd([9500]), 10_000);
        Assert.Equal([1L, 2L], epochs.Select(epoch => epoch.Number));
        Assert.Equal(2000, epochs[0].Accounts[0].Lost);
        Assert.True(session.IsEnded);
        // The record of the end is read again until the end itself is kept.
        Assert.Equal(epochs[0].ResumeOffset, epochs[1].ResumeOffset);
        Assert.InRange(epochs[1].ResumeOffset, 1, 9_999);
        var resumed = BedSession.Restore(recording.Study, recording.Montage, SignalSpecs.V1, new BedSessionOptions(), epochs[0].StateAfter);
        Feeding.AssertSame([epochs[1]], [.. resumed.End(new StudyEnd([9500]), 10_000)]);
        Assert.Equal(session.StudyAccounts, resumed.StudyAccounts);
    }

    [Theory]
    [InlineData(8999, 2)] // the last sample of epoch 2
    [InlineData(8998, 1)]
    public void A_study_has_the_epochs_that_it_reaches_the_last_sample_of(long lastIndex, long lastEpoch)
    {
        var recording = Recording.Make(40, 0, 1, s_one);
        var session = recording.Session();
        session.Feed(recording.Blocks());

        Assert.Equal(lastEpoch, session.End(new StudyEnd([lastIndex]), 10_000)[^1].Number);
    }

    [Fact]
    public void A_time_out_closes_what_samples_reach_the_end_of_and_the_study_may_go_on()
    {
        var recording = Recording.Make(95, 0, 1, s_one);
        var blocks = recording.Blocks();
        blocks.RemoveAt(12);
        var expected = recording.Session().Feed(blocks, recording.End);
        var session = recording.Session();
        var first = session.Feed(blocks.Take(34));
        Assert.Empty(first);
        var closed = session.TimeOut(3400);
        Feeding.AssertSame([expected[0]], closed);
        Feeding.AssertSame([.. expected.Skip(1)], session.Feed(blocks.Skip(34), recording.End, 3500));
    }

    [Fact]
    public void A_channel_that_fills_no_row_closes_no_epoch_at_the_end()
    {
        var recording = Recording.Make(95, 0, 1, ("C4-M1", 100), ("Pulse", 1));
        var epochs = recording.Session().Feed(recording.Blocks().Take(35), new StudyEnd([3499, 89]));
        Assert.Equal([0L], epochs.Select(epoch => epoch.Number));
    }

    // The second epoch is whole while the first still waits; what comes twice in between is repeated, not late, in whatever order it was read.
    [Fact]
    public void A_night_goes_on_identically_from_anywhere_where_whole_epochs_wait_for_one_before_them()
    {
        var recording = Recording.Make(185, 0, 1, s_one);
        var blocks = recording.Blocks();
        var journal = blocks.Where((_, n) => n != 12).ToList();
        journal.Insert(75, blocks[40]);
        Feeding.AssertGoesOnFromAnywhere(recording, journal, new BedSessionOptions { ReorderHorizonSeconds = 60 });
    }

    [Fact]
    public void A_row_that_lost_too_much_is_blank_and_the_others_are_scored()
    {
        var recording = Recording.Make(60, 0, 1, ("C4-M1", 200), ("O2-M1", 200));
        var blocks = recording.Blocks().Select((block, n) => n < 14 ? block with { Channels = [block.Channels[0]] } : block);
        var epoch = recording.Session().Feed(blocks, recording.End)[0];
        Assert.Null(epoch.Rows[2]);
        Assert.Equal(0, epoch.ScalesMicrovolts[2]);
        Assert.NotNull(epoch.Rows[1]);
        Assert.Null(epoch.UnscorableReason);
        Assert.Contains("47 % of O2-M1 lost: not drawn", epoch.Quality);
    }

    [Fact]
    public void A_dead_lead_is_flat_and_stages_nothing()
    {
        var recording = Recording.Make(60, 0, 1, ("C4-M1", 200), ("Chin EMG", 200)).With(0, 0, _ => 7);
        var epoch = recording.Session().Feed(recording.Blocks(), recording.End)[1];
        Assert.Equal("no usable signal: C4-M1 is flat", epoch.UnscorableReason);
        Assert.NotNull(epoch.Rows[5]);
    }

    [Fact]
    public void Missing_spans_are_named_for_backfill_across_epoch_borders()
    {
        var recording = Recording.Make(95, 0, 1, s_one);
        var session = recording.Session();
        session.Feed(recording.Blocks().Where((_, n) => n is not (7 or 8 or 29 or 30)).Take(31));
        Assert.Equal([new SampleGap(0, 700, 899), new SampleGap(0, 2900, 3099)], session.Gaps(olderThanSeconds: 2));
        Assert.Equal([new SampleGap(0, 700, 899)], session.Gaps(olderThanSeconds: 10));
        session.Feed([new SampleBlock(recording.Study.Id, [new ChannelSamples(0, 700, recording[0].AsMemory(700, 200))], Backfill: true)]);
        Assert.Equal([new SampleGap(0, 2900, 3099)], session.Gaps(olderThanSeconds: 2));
        var epoch = session.Feed(recording.Blocks().Skip(35), recording.End)[0];
        Assert.Equal(new SampleAccount(0, 3000, 2700, 200, 100, 0, 0), epoch.Accounts[0]);
    }

    [Fact]
    public void A_state_of_another_study_or_version_is_refused()
    {
        var recording = Recording.Make(30, 0, 1, s_one);
        var state = recording.Session().Feed(recording.Blocks())[0].StateAfter;
        var other = Recording.Make(30, 0, 2, s_one);
        Assert.Contains("is of study", Refusal(other, state));
        Assert.Contains("version 77", Refusal(recording, [77, .. state[1..]]));
        Assert.Contains("ends at byte", Refusal(recording, state[..^3]));
    }

    [Fact]
    public void Placing_samples_allocates_nothing()
    {
        var recording = Recording.Make(29, 0, 1, ("C4-M1", 200), ("O2-M1", 256));
        var blocks = recording.Blocks();
        var session = recording.Session();
        session.Feed(blocks);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < blocks.Count; n++) session.Accept(blocks[n], 9000, 9100);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * blocks.Count); // nothing by sample: an enumerator a block
    }

    private static string Refusal(Recording recording, byte[] state) => Assert.Throws<InvalidDataException>(
        () => BedSession.Restore(recording.Study, recording.Montage, SignalSpecs.V1, new BedSessionOptions(), state)).Message;
}

using System.Runtime.InteropServices;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

/// <summary>A channel that dies gives its row to the backup electrodes, and takes it back when it lives.</summary>
public sealed class FallbackTests
{
    private const int DeadFrom = 120, DeadTo = 240;
    private static readonly (string, Rational)[] s_channels = [("C4-M1", 200), ("C3-M2", 200), ("E1-M2", 200)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_row_changes_over_at_epoch_boundaries_and_back_and_each_result_names_what_it_shows(bool isMissing)
    {
        var recording = Recording.Make(420, 0, 3, s_channels);
        var epochs = recording.Session().Feed(Dead(recording, isMissing), recording.End);
        var shown = epochs.Select(epoch => epoch.Derivations[(int)DerivationRow.Central]!).ToList();
        // Dead in epochs 4 to 7; epoch 8 is the first good one, 9 the second, and with it the row goes back.
        Assert.Equal(Enumerable.Range(0, 14).Select(n => n is >= 4 and < 9 ? "C3-M2" : "C4-M1"), shown.Select(derivation => derivation.Name));
        Assert.Equal(shown.Select(derivation => derivation.Name == "C3-M2"), shown.Select(derivation => derivation.IsFallback));
        Assert.All(epochs, epoch => Assert.Null(epoch.UnscorableReason));
        Assert.All(epochs, epoch => Assert.NotNull(epoch.Rows[(int)DerivationRow.Central]));
        Assert.Contains("C3-M2 instead of C4-M1", epochs[5].Quality);
        Assert.DoesNotContain(epochs[9].Quality, remark => remark.Contains("instead", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_shown_is_the_backup_as_if_it_had_been_the_row_all_night()
    {
        var recording = Recording.Make(420, 0, 3, s_channels);
        var alone = Recording.Make(420, 0, 3, ("x", 200), ("C3-M2", 200), ("E1-M2", 200));
        var epochs = recording.Session().Feed(Dead(recording, isMissing: true), recording.End);
        var backup = alone.Session().Feed(alone.Blocks(), alone.End);
        for (var n = 4; n < 9; n++)
        {
            Assert.Equal(backup[n].ScalesMicrovolts[1], epochs[n].ScalesMicrovolts[1]);
            Assert.True(MemoryMarshal.AsBytes(backup[n].Rows[1].AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(epochs[n].Rows[1].AsSpan())));
        }
    }

    [Fact]
    public void The_change_is_the_same_from_any_stored_epoch_and_however_blocks_travel()
    {
        var recording = Recording.Make(420, 0, 3, s_channels);
        var journal = Dead(recording, isMissing: false);
        var expected = recording.Session().Feed(journal, recording.End);
        foreach (var epoch in expected)
        {
            var (_, rest) = Feeding.Resume(recording, journal, epoch);
            Feeding.AssertSame([.. expected.Skip((int)epoch.Number + 1)], rest);
            Assert.Equal(Names(expected.Skip((int)epoch.Number + 1)), Names(rest));
        }
        var random = new Random(1);
        var shuffled = journal.Select((block, n) => (block, n + 4 * random.NextDouble())).OrderBy(pair => pair.Item2).Select(pair => pair.block);
        Assert.Equal(Names(expected), Names(recording.Session().Feed(shuffled, recording.End)));
    }

    [Fact]
    public void With_both_dead_the_row_is_blank_and_named_as_it_should_be()
    {
        var recording = Recording.Make(240, 0, 3, ("C4-M1", 200), ("C3-M2", 200));
        var dead = recording.With(0, 0, value => 5).With(1, 0, value => 5);
        var epochs = dead.Session().Feed(dead.Blocks(), dead.End);
        Assert.All(epochs, epoch => Assert.Equal("no usable signal: C4-M1 is flat", epoch.UnscorableReason));
    }

    [Fact]
    public void A_state_of_the_version_before_is_read()
    {
        var recording = Recording.Make(120, 0, 3, ("C4-M1", 200));
        var epochs = recording.Session().Feed(recording.Blocks(), recording.End);
        var state = epochs[0].StateAfter;
        byte[] old = [1, .. state[1..^(4 + BitConverter.ToInt32(state, state.Length - 4))]];
        var session = BedSession.Restore(recording.Study, recording.Montage, SignalSpecs.V1, new BedSessionOptions(), old);
        Feeding.AssertSame([.. epochs.Skip(1)], session.Feed(recording.Blocks().Skip(30), recording.End, 3000));
    }

    [Fact]
    public void One_lead_that_is_off_is_unscorable_and_never_wake()
    {
        var night = new Quality.DamagedNight(30, 41,
            [.. Enumerable.Range(0, 7).Select(channel => new Streaming.Core.Simulation.InjectedFault(
                channel, Streaming.Core.Quality.SignalFault.Disconnected, 600, 750, 12))]);
        var epochs = night.Epochs();
        Assert.All(epochs.Where(epoch => epoch.Number is >= 20 and < 25), epoch => Assert.StartsWith("no usable signal: ", epoch.UnscorableReason));
        Assert.All(epochs.Where(epoch => epoch.Number is < 20 or >= 25), epoch => Assert.Null(epoch.UnscorableReason));
    }

    private static IEnumerable<string> Names(IEnumerable<Epoch> epochs) =>
        epochs.Select(epoch => string.Join(' ', epoch.Derivations.Select(derivation => derivation?.Name)));

    private static List<SampleBlock> Dead(Recording recording, bool isMissing) =>
    [
        .. recording.Blocks().Select((block, second) => second is < DeadFrom or >= DeadTo ? block
            : block with { Channels = isMissing ? [.. block.Channels.Skip(1)] : [block.Channels[0] with { Values = new int[200] }, .. block.Channels.Skip(1)] }),
    ];
}

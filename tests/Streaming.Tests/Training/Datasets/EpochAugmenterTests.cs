using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Training.Datasets;

namespace Streaming.Tests.Training.Datasets;

public sealed class EpochAugmenterTests
{
    [Fact]
    public void Varied_epochs_keep_an_eeg_and_leave_the_original_alone()
    {
        var epoch = Whole();
        var random = new SeededRandom(4);
        var augmenter = new EpochAugmenter();
        var singles = 0;
        for (var i = 0; i < 400; i++)
        {
            var varied = augmenter.Vary(new LabelledEpoch(epoch, Stage.N2), random);
            var kept = Enumerable.Range(0, 6).Where(row => varied.Rows[row] is not null).ToArray();
            Assert.Contains(kept, row => row <= (int)DerivationRow.Occipital);
            Assert.All(kept, row => Assert.InRange(varied.ScalesMicrovolts[row] / 10, 0.5, 2));
            if (kept.Length == 1) singles++;
        }
        Assert.InRange(singles, 100, 220);
        Assert.All(epoch.Rows, row => Assert.All(row!, value => Assert.Equal(1, value)));
    }

    [Fact]
    public void Eyes_go_together_now_and_then()
    {
        var (random, augmenter, eyeless) = (new SeededRandom(6), new EpochAugmenter(), 0);
        for (var i = 0; i < 400; i++)
        {
            var varied = augmenter.Vary(new LabelledEpoch(Whole(), Stage.N2), random);
            var lost = Enumerable.Range(0, 6).Where(row => varied.Rows[row] is null).ToArray();
            if (lost.SequenceEqual([3, 4])) eyeless++;
            Assert.All(lost, row => Assert.Equal(0, varied.ScalesMicrovolts[row]));
        }
        Assert.InRange(eyeless, 8, 60);
    }

    [Fact]
    public void Single_row_shows_one_eeg_in_the_central_row()
    {
        var augmenter = new EpochAugmenter(singleRow: true);
        var varied = augmenter.Vary(new LabelledEpoch(Whole(), Stage.N2), new SeededRandom(1));
        for (var row = 0; row < 6; row++) Assert.Equal(row == (int)DerivationRow.Central, varied.Rows[row] is not null);
    }

    [Fact]
    public void Events_follow_their_rows_and_lost_seconds_have_none()
    {
        var epoch = Whole();
        var events = new byte[CellEvents.Count];
        for (var row = 0; row < 6; row++) events.AsSpan(row * Epoch.Seconds, Epoch.Seconds).Fill((byte)(CellEvents.Known | row));
        var (random, augmenter, lost, moved) = (new SeededRandom(2), new EpochAugmenter(), 0, 0);
        for (var i = 0; i < 300; i++)
        {
            var varied = augmenter.Vary(new LabelledEpoch(epoch, Stage.R, events), random);
            for (var cell = 0; cell < CellEvents.Count; cell++)
            {
                var row = cell / Epoch.Seconds;
                var there = varied.Rows[row] is { } samples && !float.IsNaN(samples[cell % Epoch.Seconds * Epoch.RateHz]);
                Assert.Equal(there, augmenter.Events[cell] != 0);
                if (varied.Rows[row] is not null && !there) lost++;
                if (there && (augmenter.Events[cell] & 7) != row) moved++;
            }
        }
        Assert.InRange(lost, 500, 8000);
        Assert.True(moved > 0, "no row ever stood in another's place");
    }

    [Fact]
    public void Eyes_and_chin_lose_most_of_their_seconds_now_and_then_whatever_the_stage()
    {
        foreach (var stage in (Stage[])[Stage.W, Stage.N3, Stage.R])
        {
            var (random, augmenter, bare) = (new SeededRandom(8), new EpochAugmenter(), 0);
            for (var i = 0; i < 400; i++)
            {
                var varied = augmenter.Vary(new LabelledEpoch(Whole(), stage), random);
                if (Holes(varied, 0, 2) < 0.3 && Holes(varied, 3, 5) > 0.5) bare++;
                Assert.True(Holes(varied, 0, 2) < 0.5, "EEG lost as eyes and chin are");
            }
            Assert.InRange(bare, 30, 130);
        }
    }

    // Of the seconds of the rows that are there.
    private static double Holes(Epoch epoch, int first, int last)
    {
        var cells = Enumerable.Range(first, last - first + 1).Where(row => epoch.Rows[row] is not null)
            .SelectMany(row => Enumerable.Range(0, Epoch.Seconds).Select(second => float.IsNaN(epoch.Rows[row]![second * Epoch.RateHz])));
        return cells.DefaultIfEmpty().Average(lost => lost ? 1.0 : 0);
    }

    private static Epoch Whole()
    {
        var rows = Enumerable.Range(0, 6).Select(_ => Enumerable.Repeat(1f, Epoch.Samples).ToArray()).ToArray();
        return new Epoch
        {
            Number = 0,
            StartSeconds = 0,
            Rows = rows,
            ScalesMicrovolts = [10, 10, 10, 10, 10, 10],
            Derivations = [null, null, null, null, null, null],
            Accounts = [],
        };
    }
}

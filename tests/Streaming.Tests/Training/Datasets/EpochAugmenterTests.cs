using Streaming.Core.Signals;
using Streaming.Core.Simulation;
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
            var varied = augmenter.Vary(epoch, random);
            var kept = Enumerable.Range(0, 6).Where(row => varied.Rows[row] is not null).ToArray();
            Assert.Contains(kept, row => row <= (int)DerivationRow.Occipital);
            Assert.All(kept, row => Assert.InRange(varied.ScalesMicrovolts[row] / 10, 0.5, 2));
            if (kept.Length == 1) singles++;
        }
        Assert.InRange(singles, 100, 220);
        Assert.All(epoch.Rows, row => Assert.All(row!, value => Assert.Equal(1, value)));
    }

    [Fact]
    public void Single_row_shows_one_eeg_in_the_central_row()
    {
        var augmenter = new EpochAugmenter(singleRow: true);
        var varied = augmenter.Vary(Whole(), new SeededRandom(1));
        for (var row = 0; row < 6; row++) Assert.Equal(row == (int)DerivationRow.Central, varied.Rows[row] is not null);
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

using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Signals.Edf;

public sealed class EpochGridTests
{
    [Fact]
    public void Grid_starts_where_most_boundaries_fit()
    {
        var runs = Runs((0, 40.01, Stage.R), (40.01, 30, Stage.W), (70.01, 1230, Stage.N2), (1300.01, 85.2, Stage.R));
        Assert.Equal(new Rational(1001, 100), EpochGrid.Origin(runs));
    }

    [Fact]
    public void Grid_is_zero_without_runs_and_follows_the_first_boundary_when_all_agree()
    {
        Assert.Equal(Rational.Zero, EpochGrid.Origin([]));
        Assert.Equal(new Rational(23, 10), EpochGrid.Origin(Runs((32.3, 60, Stage.W), (92.3, 30, Stage.N1))));
    }

    [Fact]
    public void Grid_survives_page_lengths_that_drift()
    {
        var runs = Enumerable.Range(0, 1000).Select(i => (2.5 + i * 29.9999, 29.9999, (Stage?)Stage.N2)).ToArray();
        Assert.InRange((double)EpochGrid.Origin(Runs(runs)), 2.4, 2.6);
    }

    [Fact]
    public void Epoch_takes_the_label_that_covers_most_of_it()
    {
        var runs = Runs((0, 40.01, Stage.R), (40.01, 34, Stage.W), (74.01, 16, Stage.N1), (90.01, 60, null));
        Assert.Equal([Stage.R, Stage.W, Stage.N1, null, null, null], EpochGrid.Labels(runs, 0, 6));
        Assert.Equal([Stage.R, Stage.W], EpochGrid.Labels(runs, new Rational(1001, 100), 2));
    }

    private static StageRun[] Runs(params (double Start, double Length, Stage? Stage)[] runs) =>
        [.. runs.Select(run => new StageRun(At(run.Start), At(run.Start + run.Length), run.Stage))];

    private static Rational At(double seconds) => new((long)Math.Round(seconds * 10_000), 10_000);
}

using Streaming.Core.Staging;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

public sealed class ConfidenceFitTests
{
    [Fact]
    public void Cap_is_the_precision_that_was_measured()
    {
        var caps = ConfidenceFit.Of([Night(wake: 100, wrong: 10, rem: 30)], SmootherSpec.None);
        Assert.Equal((0.9, 1.0), (caps.EegOnly[(int)Stage.W], caps.EegOnly[(int)Stage.R]));
    }

    [Fact]
    public void Stage_hardly_ever_decided_is_held_to_even_odds_and_named()
    {
        // Right in nearly everything: that says nothing of R, seen 19 times, nor of N1, never seen.
        var caps = ConfidenceFit.Of([Night(wake: 100, wrong: 2, rem: 19)], SmootherSpec.None);
        Assert.Equal((0.98, 0.5, 0.5), (caps.EegOnly[(int)Stage.W], caps.EegOnly[(int)Stage.N1], caps.EegOnly[(int)Stage.R]));
        Assert.Equal([Stage.N1, Stage.R], caps.Assumed!);
        Assert.Equal((1.0, 1.0), (caps.EegOnly[(int)Stage.N2], caps.EegOnly[(int)Stage.N3])); // told by the EEG alone
    }

    [Fact]
    public void Nor_to_more_than_the_least_that_was_measured()
    {
        var caps = ConfidenceFit.Of([Night(wake: 100, wrong: 70, rem: 0)], SmootherSpec.None);
        Assert.Equal((0.3, 0.3), (caps.EegOnly[(int)Stage.W], caps.EegOnly[(int)Stage.R]));
        Assert.Null(ConfidenceFit.Of([Night(wake: 40, wrong: 0, rem: 40, light: 40)], SmootherSpec.None).Assumed);
    }

    // Wake, some of it N2 by the expert; then R and N1, read as they are.
    private static ReadNight Night(int wake, int wrong, int rem, int light = 0)
    {
        Stage[] read = [.. Enumerable.Repeat(Stage.W, wake), .. Enumerable.Repeat(Stage.R, rem), .. Enumerable.Repeat(Stage.N1, light)];
        Stage?[] truth = [.. read.Select((stage, epoch) => epoch < wrong ? Stage.N2 : stage)];
        return new ReadNight([.. read.Select((stage, epoch) => SyntheticNights.Evidence(epoch, [.. Enumerable.Range(0, 5).Select(k => k == (int)stage ? 9f : 0)]))], truth);
    }
}

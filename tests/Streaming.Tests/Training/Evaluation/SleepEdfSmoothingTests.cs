using Streaming.Core.Staging;
using Streaming.Training.Evaluation;
using Streaming.Training.Realism;

namespace Streaming.Tests.Training.Evaluation;

public sealed class SleepEdfSmoothingTests
{
    [Fact]
    public void There_is_a_kappa_for_every_exponent_and_look_ahead() => Assert.All(SleepEdfSmoothing.Scores, scores =>
    {
        Assert.Equal(SmootherTuning.Exponents.Count, scores.Final.Length);
        Assert.Equal(SmootherTuning.Exponents.Count, scores.Revised.Length);
        Assert.All(scores.Revised, row => Assert.Equal(SmootherTuning.MostLookAhead + 1, row.Length));
        for (var e = 0; e < scores.Final.Length; e++) Assert.Equal(scores.Final[e], scores.Revised[e][0]); // nothing ahead: REVISED is FINAL
    });

    [Fact]
    [Trait("Category", "Long")]
    public void The_committed_kappas_are_those_of_the_data()
    {
        var folder = Path.GetDirectoryName(SharedData.FileOrSkip("sleep-edf-78", "band-powers.csv.gz"))!;
        var nights = RealNights.Read(folder);
        var start = SmootherSpec.Default with { ClassPriors = RealSequences.ClassShares(nights) };
        foreach (var ((name, columns), stated) in SleepEdfSmoothing.Views.Zip(SleepEdfSmoothing.Scores))
        {
            var read = RealSequences.Of(nights, columns);
            var temperature = SmootherTuning.Temperature(read, start.ClassPriors);
            var scores = SmootherTuning.Scores(name, [.. read.Select(night => SmootherTuning.Tempered(night, temperature))], start);
            foreach (var (a, b) in stated.Final.Zip(scores.Final)) Assert.Equal(a, b, 0.0005);
            foreach (var (a, b) in stated.Revised.SelectMany(row => row).Zip(scores.Revised.SelectMany(row => row))) Assert.Equal(a, b, 0.0005);
        }
    }
}

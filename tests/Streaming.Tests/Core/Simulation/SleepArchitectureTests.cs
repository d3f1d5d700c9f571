using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Simulation;

public sealed class SleepArchitectureTests
{
    private static readonly Stage[][] Nights =
        [.. Enumerable.Range(1, 40).Select(seed => new SleepArchitecture(new SeededRandom((ulong)seed), seed / 40.0).Draw(960))];

    [Theory]
    [InlineData(Stage.W, 0.03, 0.25)]
    [InlineData(Stage.N1, 0.03, 0.16)]
    [InlineData(Stage.N2, 0.35, 0.60)]
    [InlineData(Stage.N3, 0.07, 0.25)]
    [InlineData(Stage.R, 0.14, 0.32)]
    public void Stage_shares_are_those_of_adults(Stage stage, double least, double most) =>
        Assert.InRange(Nights.Average(night => night.Count(other => other == stage) / (double)night.Length), least, most);

    [Fact]
    public void Deep_sleep_is_early_and_rem_late()
    {
        Assert.True(Share(Stage.N3, 0, 320) > 1.5 * Share(Stage.N3, 640, 960));
        Assert.True(Share(Stage.R, 640, 960) > 1.5 * Share(Stage.R, 0, 320));
    }

    [Fact]
    public void Sleep_is_entered_through_light_stages()
    {
        foreach (var night in Nights)
        {
            Assert.Equal(Stage.W, night[0]);
            for (var epoch = 1; epoch < night.Length; epoch++)
                Assert.False(night[epoch - 1] == Stage.W && night[epoch] == Stage.N3, $"W to N3 at {epoch}");
        }
    }

    [Fact]
    public void Simulated_scorer_agrees_about_as_often_as_humans_do()
    {
        var scored = Nights.Select((night, i) => SimulatedScorer.Score(night, new SeededRandom((ulong)i)));
        var agreement = Nights.Zip(scored).Average(pair => pair.First.Zip(pair.Second).Count(epoch => epoch.First == epoch.Second) / 960.0);
        Assert.InRange(agreement, 0.80, 0.92);
    }

    private static double Share(Stage stage, int from, int to) => Nights.Average(night => night[from..to].Count(other => other == stage));
}

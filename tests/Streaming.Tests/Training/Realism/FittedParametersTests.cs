using Streaming.Core.Simulation;
using Streaming.Training.Realism;

namespace Streaming.Tests.Training.Realism;

/// <summary>What is committed is what the fit gives.</summary>
public sealed class FittedParametersTests
{
    private static readonly Lazy<IReadOnlyList<BandPowerNight>?> Real = new(() => Folder() is { } folder ? RealNights.Read(folder) : null);

    [Fact]
    public void Committed_band_powers_are_those_fitted_to_the_data()
    {
        var fit = new BandPowerStatistics(Nights());
        for (var stage = 0; stage < BandPowerStatistics.Stages; stage++)
            for (var value = 0; value < BandPowerStatistics.Values; value++)
                Assert.Equal(fit.Means[stage][value], SleepEdfBandPowers.StageMeans[stage][value], 0.006);
    }

    [Fact]
    public void Committed_transitions_are_those_counted_in_the_data()
    {
        Nights();
        var counted = new TransitionStatistics(RealNights.Hypnograms(Folder()!)).PerMille();
        Assert.Equal(SleepEdfTransitions.PerMille.Select(value => (int)value), counted);
    }

    [Fact]
    public void Transition_probabilities_add_up_wherever_a_sleeper_can_be()
    {
        foreach (var row in SleepEdfTransitions.PerMille.Chunk(5)) Assert.InRange(row.Sum(value => value), 995, 1005);
    }

    [Fact]
    [Trait("Category", "Long")]
    public void Model_crosses_between_people_and_simulation_nearly_as_well_as_between_people()
    {
        var real = Nights();
        var simulated = BandPowerAlignment.Align(SimulatedRealism.Nights(45, 11, TestContext.Current.CancellationToken), real);
        var ((realTrain, realTest), (simTrain, simTest)) = (CrossTraining.Halves(real), CrossTraining.Halves(simulated));
        foreach (var columns in new int[][] { [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 1, 2, 3, 4], [5, 6, 7, 8, 9] })
        {
            var people = CrossTraining.Run(realTrain, realTest, columns).Kappa;
            Assert.InRange(CrossTraining.Run(simTrain, simTest, columns).Kappa, people - 0.12, people + 0.12);
            Assert.True(CrossTraining.Run(simTrain, realTest, columns).Kappa > people - 0.1);
            Assert.True(CrossTraining.Run(realTrain, simTest, columns).Kappa > people - 0.15);
        }
    }

    private static IReadOnlyList<BandPowerNight> Nights()
    {
        if (Real.Value is null) Assert.Skip("shared/data/sleep-edf-78 is not here.");
        return Real.Value;
    }

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "..", "shared", "data", "sleep-edf-78");
            if (File.Exists(Path.Combine(folder.FullName, "Streaming.sln"))) return Directory.Exists(path) ? path : null;
        }
        return null;
    }
}

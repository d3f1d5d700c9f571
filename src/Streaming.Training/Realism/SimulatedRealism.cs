using Streaming.Core.Simulation;
using Streaming.Training.Evaluation;

namespace Streaming.Training.Realism;

/// <summary>Simulated nights recorded and measured as the real ones were.</summary>
internal static class SimulatedRealism
{
    private const int Epochs = 900;

    public static SimulatedNight Night(ulong seed) =>
        new NightSimulator(
            new NightSimulatorOptions { Epochs = Epochs, Layout = SimulatedLayout.SleepEdf, RateHz = 100, ArtefactsPerHour = 0.3 }, seed)
            .Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);

    public static ulong Seed(ulong seed, int subject) => seed * 1000 + (ulong)subject;

    /// <summary>One night each of so many people, labelled by the simulated scorer, as real ones are by a human one.</summary>
    public static IReadOnlyList<BandPowerNight> Nights(int subjects, ulong seed, CancellationToken cancellationToken, NightProgress? progress = null)
    {
        var nights = new List<BandPowerNight>();
        for (var subject = 0; subject < subjects; subject++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var night = Night(Seed(seed, subject));
            nights.Add(SimulatedBandPowers.Measure(night, night.ScoredStages, $"sim{subject}"));
            progress?.Done();
        }
        return nights;
    }
}

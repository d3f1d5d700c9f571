using Streaming.Core.Simulation;

namespace Streaming.Training.Datasets.Miniature;

/// <summary>Simulates the nights of a data set, each subject's from the one seed.</summary>
/// <param name="seed">Same seed, same data set.</param>
/// <param name="epochs">Length of a night.</param>
internal sealed class NightSource(ulong seed, int epochs)
{
    private const int WholeNightEpochs = 600; // shorter ones begin anywhere in a night, or they would be wake for the most part
    private static readonly DateTimeOffset s_start = new(2000, 1, 1, 22, 0, 0, TimeSpan.Zero);

    public SimulatedNight Night(int subject, int night, SimulatedLayout layout, int? rateHz = null)
    {
        var options = new NightSimulatorOptions
        {
            Epochs = epochs,
            Layout = layout,
            RateHz = rateHz,
            StartsAnywhere = epochs < WholeNightEpochs,
        };
        var own = new SeededRandom(seed, ((ulong)subject << 8) | (uint)night).NextBits();
        return new NightSimulator(options, own).Simulate(Guid.Empty, s_start);
    }
}

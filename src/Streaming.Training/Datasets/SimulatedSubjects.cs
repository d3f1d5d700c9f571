using Streaming.Core.Simulation;

namespace Streaming.Training.Datasets;

/// <summary>Simulated subjects by split and number: the same one every time it is asked for.</summary>
internal static class SimulatedSubjects
{
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 22, 0, 0, TimeSpan.Zero);

    /// <summary>A piece of a night on a random recorder, as training uses it.</summary>
    public static SimulatedNight Piece(Split split, ulong seed, int subject)
    {
        var night = NightSeed(split, seed, subject);
        var random = new SeededRandom(night, stream: 99);
        var options = new NightSimulatorOptions
        {
            Epochs = PieceEpochs(random),
            Layout = AnyLayout(random),
            RateHz = null,
            StartsAnywhere = random.Chance(0.75),
            RandomRecorder = true,
            ArtefactsPerHour = 1.5,
        };
        return Simulate(options, night);
    }

    /// <summary>How long a piece to train on is.</summary>
    public static int PieceEpochs(SeededRandom random) => 90 + random.Below(240);

    /// <summary>What a recorder to train on has.</summary>
    public static SimulatedLayout AnyLayout(SeededRandom random) =>
        random.NextDouble() switch { < 0.15 => SimulatedLayout.SleepEdf, < 0.35 => SimulatedLayout.FewEeg, _ => SimulatedLayout.Random };

    /// <summary>A whole night with every recommended derivation on a random recorder, as evaluation uses it.</summary>
    public static SimulatedNight WholeNight(Split split, ulong seed, int subject, int epochs, int rateHz = 200)
    {
        var options = new NightSimulatorOptions { Epochs = epochs, Layout = SimulatedLayout.Aasm, RateHz = rateHz, RandomRecorder = true };
        return Simulate(options, NightSeed(split, seed, subject));
    }

    /// <summary>The seed of a subject's night; streams of one generator, so no two subjects share one.</summary>
    public static ulong NightSeed(Split split, ulong seed, int subject) =>
        new SeededRandom(seed, ((ulong)split << 32) | (uint)subject).NextBits();

    private static SimulatedNight Simulate(NightSimulatorOptions options, ulong seed) =>
        new NightSimulator(options, seed).Simulate(new Guid((int)seed, 0, 0, BitConverter.GetBytes(seed)), Start);
}

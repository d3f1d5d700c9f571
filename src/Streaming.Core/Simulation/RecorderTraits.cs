namespace Streaming.Core.Simulation;

/// <summary>How one channel is recorded.</summary>
/// <param name="ShelfGain">Of what lies above the shelf's frequency: electrodes, skull and reference tilt the spectrum.</param>
/// <param name="Gain">Multiplies everything; negative where the polarity is swapped.</param>
internal sealed record RecorderTraits(
    double Gain, double LowPassHz, double HighPassHz, double NoiseMicrovolts, double HumMicrovolts, double MainsHz, double HeartMicrovolts,
    double ShelfHz, double ShelfGain)
{
    public static RecorderTraits WellKept { get; } = new(1, 100, 0.1, 0.5, 0, 50, 0, 10, 1);

    /// <param name="recorderGain">Common to the recorder's channels.</param>
    public static RecorderTraits Draw(SeededRandom random, double recorderGain, double mainsHz) => new(
        recorderGain * random.LogNormal(0.12) * (random.Chance(0.12) ? -1 : 1),
        random.Chance(0.4) ? random.Between(28, 50) : random.Between(50, 150),
        Math.Exp(random.Between(Math.Log(0.03), Math.Log(0.5))),
        random.Between(0.3, 1.5),
        random.Chance(0.25) ? random.Exponential(3) : 0,
        mainsHz,
        random.Chance(0.3) ? random.Exponential(5) : 0,
        random.Between(4, 20),
        random.LogNormal(0.25));
}

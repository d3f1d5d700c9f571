using Streaming.Training.Datasets;

namespace Streaming.Training.Evaluation;

/// <summary>Nights to measure on.</summary>
/// <param name="Name">For reports and cards.</param>
/// <param name="Simulated">Proves the machinery, never accuracy.</param>
/// <param name="Split">How these subjects were chosen.</param>
internal sealed record EvaluationData(string Name, bool Simulated, string Split, NightSequence Nights)
{
    /// <summary>The same simulated subjects on a recorder of this rate; null for recordings.</summary>
    public Func<int, NightSequence>? AtRate { get; init; }

    /// <summary>Held-out simulated subjects.</summary>
    public static EvaluationData OfSimulated(ulong seed, int subjects, int epochs) => new(
        FormattableString.Invariant($"simulated, {subjects} held-out subject{(subjects == 1 ? "" : "s")}, first {Length(epochs)} of the night"), true,
        $"test subjects of seed {seed}; no training or validation subject shares a seed with them",
        NightSequence.SimulatedNights(Datasets.Split.Test, seed, subjects, epochs))
    {
        AtRate = rate => NightSequence.SimulatedNights(Datasets.Split.Test, seed, subjects, epochs, rate),
    };

    private static string Length(int epochs) =>
        epochs < 120 ? FormattableString.Invariant($"{epochs / 2.0:0.#} min") : FormattableString.Invariant($"{epochs / 120.0:0.#} h");
}

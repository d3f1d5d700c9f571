using Streaming.Core.Signals;
using Streaming.Training.Datasets;
using Streaming.Training.Realism;

namespace Streaming.Training.Evaluation;

/// <summary>Nights to measure on.</summary>
/// <param name="Name">For reports and cards.</param>
/// <param name="Simulated">Proves the machinery, never accuracy.</param>
/// <param name="Split">How these subjects were chosen.</param>
internal sealed record EvaluationData(string Name, bool Simulated, string Split, NightSequence Nights)
{
    /// <summary>The same simulated subjects on a recorder of this rate; null for recordings.</summary>
    public Func<int, NightSequence>? AtRate { get; init; }

    /// <summary>Conditions every evaluation of these nights gives beside how they were recorded.</summary>
    public IReadOnlyList<RecordingCondition> Further { get; init; } = [];

    /// <summary>Who is in it, where that is known without opening the nights.</summary>
    public IReadOnlyList<string>? Subjects { get; init; }

    /// <summary>Real people's stages and band powers, drawn as signals: with all that is drawn, and with the frontal channel alone.</summary>
    public static EvaluationData OfSpectra(SpectraNights spectra, Datasets.Split split, DrawnWaves waves)
    {
        string[] subjects = [.. spectra.Subjects(split)];
        var people = subjects.Length;
        return new(
            FormattableString.Invariant($"{spectra.Source}, {people} {split.ToString().ToLowerInvariant()} {(people == 1 ? "person" : "people")}, waves by {(waves == DrawnWaves.Scored ? "the scorer" : "the band powers")}"),
            true, spectra.Description, spectra.Nights(split, waves))
        {
            Subjects = subjects,
            Further = [RecordingCondition.Only(DerivationRow.Frontal)],
        };
    }

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

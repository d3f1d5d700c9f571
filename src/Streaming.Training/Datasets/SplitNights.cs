namespace Streaming.Training.Datasets;

/// <summary>The nights of a run; no subject is in two of the three.</summary>
/// <param name="Training">Learnt from.</param>
/// <param name="Validation">Temperature, smoothing and whatever else is chosen, is chosen on these.</param>
/// <param name="Test">Only ever reported.</param>
internal sealed record SplitNights(NightSequence Training, NightSequence Validation, NightSequence Test)
{
    /// <param name="subjects">To train on.</param>
    /// <param name="held">Subjects for validation, and as many for the test.</param>
    /// <param name="epochs">Length of the nights held out.</param>
    public static SplitNights Simulated(ulong seed, int subjects, int held, int epochs) => new(
        NightSequence.SimulatedPieces(Split.Training, seed, subjects),
        NightSequence.SimulatedNights(Split.Validation, seed, held, epochs),
        NightSequence.SimulatedNights(Split.Test, seed, held, epochs));

    /// <summary>Imported nights by a split of their subjects.</summary>
    /// <exception cref="ArgumentException">A part of the split has no night.</exception>
    public static SplitNights Of(IReadOnlyList<StagedNight> nights, SubjectSplit split)
    {
        return new SplitNights(Part(Split.Training), Part(Split.Validation), Part(Split.Test));

        NightSequence Part(Split part)
        {
            StagedNight[] own = [.. nights.Where(night => split[night.Subject] == part)];
            return own.Length > 0 ? NightSequence.Of(own) : throw new ArgumentException($"The split has no night for {part}.");
        }
    }
}

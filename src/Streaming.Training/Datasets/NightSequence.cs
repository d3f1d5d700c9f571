namespace Streaming.Training.Datasets;

/// <summary>Nights by number; after the last comes the first again. The same number is the same night every time it is asked for.</summary>
/// <param name="count">Different nights, 1 or more.</param>
/// <param name="at">Opens or makes night 0 … count − 1; may be called by several threads at once.</param>
internal sealed class NightSequence(int count, Func<int, StagedNight> at)
{
    public int Count { get; } = count > 0 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "There must be at least one night.");

    public StagedNight this[int number] => at(number % Count);

    /// <summary>Every night once.</summary>
    public IEnumerable<StagedNight> All() => Enumerable.Range(0, Count).Select(at);

    public static NightSequence Of(IReadOnlyList<StagedNight> nights) => new(nights.Count, number => nights[number]);

    /// <summary>Pieces of simulated nights on random recorders, as training uses them; one of each subject.</summary>
    public static NightSequence SimulatedPieces(Split split, ulong seed, int subjects) =>
        new(subjects, subject => StagedNight.Of(SimulatedSubjects.Piece(split, seed, subject), Name(split, seed, subject)));

    /// <summary>Whole simulated nights with every recommended derivation, as evaluation uses them; one of each subject.</summary>
    public static NightSequence SimulatedNights(Split split, ulong seed, int subjects, int epochs, int rateHz = 200) =>
        new(subjects, subject => StagedNight.Of(SimulatedSubjects.WholeNight(split, seed, subject, epochs, rateHz), Name(split, seed, subject)));

    private static string Name(Split split, ulong seed, int subject) => $"{split}-{seed}-{subject:d5}".ToLowerInvariant();
}

using Streaming.Core.Simulation;
using Streaming.Scoring;
using Streaming.Training.Datasets.Cache;

namespace Streaming.Training.Datasets;

/// <summary>The nights of a run; no subject is in two of the three.</summary>
/// <param name="Training">Learnt from.</param>
/// <param name="Validation">Temperature, smoothing and whatever else is chosen, is chosen on these.</param>
/// <param name="Test">Only ever reported.</param>
/// <param name="Description">Which data, how many subjects and nights in each part, for manifest and report.</param>
internal sealed record SplitNights(NightSequence Training, NightSequence Validation, NightSequence Test, string Description)
{
    private const ulong FollowStream = 1UL << 44;

    public NightKind Kind { get; private init; }

    /// <summary>Who is in the training and the calibration; null for simulated subjects who follow nobody: they are apart by split already.</summary>
    public TrainedOn? TrainedOn { get; private init; }

    /// <summary>How many people everything chosen is chosen on; a simulated night is a person.</summary>
    public int CalibrationSubjects => TrainedOn is { Calibration.Count: > 0 and var people } ? people : Validation.Count;

    /// <param name="subjects">To train on.</param>
    /// <param name="held">Subjects for validation, and as many for the test.</param>
    /// <param name="epochs">Length of the nights held out.</param>
    public static SplitNights Simulated(ulong seed, int subjects, int held, int epochs) => new(
        NightSequence.SimulatedPieces(Split.Training, seed, subjects),
        NightSequence.SimulatedNights(Split.Validation, seed, held, epochs),
        NightSequence.SimulatedNights(Split.Test, seed, held, epochs),
        $"simulated nights, seed {seed}: {subjects} subjects to train on, {held} each for calibration and test");

    /// <summary>These, with a share of the training nights drawn from real people's stages and band powers; calibration and test stay as they are.</summary>
    /// <param name="share">0 to 1.</param>
    public SplitNights Following(SpectraNights spectra, double share, ulong seed) => this with
    {
        Training = new NightSequence(Training.Count, number =>
            new SeededRandom(seed, FollowStream + (ulong)number).Chance(share) ? spectra.Piece(seed, number) : Training[number]),
        Kind = NightKind.Following,
        Description = FormattableString.Invariant(
            $"{Description}; {100 * share:0.######} % of the training nights follow {spectra.Followed} ({spectra.Description})"),
        TrainedOn = spectra.TrainedOn,
    };

    /// <summary>The nights of caches (docs/datasets.md), by a split of their subjects that repeats with its seed.</summary>
    /// <exception cref="DatasetException">A cache cannot be opened, or there are too few subjects to split.</exception>
    public static SplitNights Imported(IReadOnlyList<string> caches, ulong splitSeed = SubjectSplit.DefaultSeed)
    {
        try
        {
            var nights = NightCache.OpenAll(caches);
            var split = SubjectSplit.ByShares(nights.Select(night => night.Subject), splitSeed);
            return Of(nights, split, $"split seed {splitSeed}") with
            {
                TrainedOn = new TrainedOn
                {
                    Datasets = [.. nights.Select(night => night.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                    SplitSeed = splitSeed,
                    Training = [.. split.Subjects(Split.Training)],
                    Calibration = [.. split.Subjects(Split.Validation)],
                },
            };
        }
        catch (ArgumentException e)
        {
            throw new DatasetException($"{string.Join(", ", caches)}: {e.Message}", e);
        }
    }

    /// <param name="nights">Of all parts.</param>
    /// <param name="split">Knows every night's subject.</param>
    /// <param name="how">How it was split, for the description.</param>
    /// <exception cref="ArgumentException">A part of the split has no night.</exception>
    public static SplitNights Of(IReadOnlyList<StagedNight> nights, SubjectSplit split, string how)
    {
        var parts = nights.ToLookup(night => split[night.Subject]);
        var datasets = string.Join(", ", nights.Select(night => night.Source).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return new SplitNights(
            Part(Split.Training), Part(Split.Validation), Part(Split.Test),
            $"{datasets} ({how}): {Count(Split.Training)} to train on, {Count(Split.Validation)} for calibration, {Count(Split.Test)} for the test")
        {
            Kind = NightKind.Imported,
        };

        NightSequence Part(Split part) => parts[part].ToArray() is { Length: > 0 } own
            ? NightSequence.Of(own)
            : throw new ArgumentException($"The split has no night for {part}.");

        string Count(Split part) => $"{Counted(split.Subjects(part).Count(), "subject")} in {Counted(parts[part].Count(), "night")}";

        static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
    }
}

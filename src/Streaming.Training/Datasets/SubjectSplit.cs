using System.Security.Cryptography;
using System.Text;

namespace Streaming.Training.Datasets;

/// <summary>Who is trained on, calibrated on and reported on: by subject, never by night or epoch. The same subjects and seed, the same
/// split.</summary>
internal sealed class SubjectSplit
{
    /// <summary>Of a split that nobody chose otherwise; kept apart from the seed of a training run, so that several seeds share one split.</summary>
    public const ulong DefaultSeed = 1;

    public const double DefaultShare = 0.15;
    private readonly Dictionary<string, Split> _splits;

    private SubjectSplit(Dictionary<string, Split> splits) => _splits = splits;

    /// <summary>In ordinal order.</summary>
    public IEnumerable<string> Subjects(Split split) =>
        _splits.Where(entry => entry.Value == split).Select(entry => entry.Key).Order(StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">The subject was not among those split.</exception>
    public Split this[string subject] => _splits[subject];

    /// <summary>By shares: at least one subject each for training, validation and test.</summary>
    /// <exception cref="ArgumentException">Fewer than three subjects, or shares that leave none for training.</exception>
    public static SubjectSplit ByShares(
        IEnumerable<string> subjects, ulong seed = DefaultSeed, double validationShare = DefaultShare, double testShare = DefaultShare)
    {
        var shuffled = Shuffled(subjects, seed);
        if (shuffled.Length < 3)
            throw new ArgumentException($"A split into training, validation and test needs at least 3 subjects; there are {shuffled.Length}.");
        var test = Math.Max(1, (int)Math.Round(testShare * shuffled.Length));
        var validation = Math.Max(1, (int)Math.Round(validationShare * shuffled.Length));
        if (!(testShare >= 0 && validationShare >= 0) || test + validation >= shuffled.Length)
            throw new ArgumentException($"Shares {validationShare} and {testShare} of {shuffled.Length} subjects leave nobody to train on.");
        return new SubjectSplit(shuffled.Index().ToDictionary(
            entry => entry.Item,
            entry => entry.Index < test ? Split.Test : entry.Index < test + validation ? Split.Validation : Split.Training));
    }

    /// <summary>Fold of k: its subjects are the test, the next fold's the validation, all others the training. Every subject is tested
    /// once.</summary>
    /// <exception cref="ArgumentException">Fewer than three folds, fewer subjects than folds, or no such fold.</exception>
    public static SubjectSplit ByFold(IEnumerable<string> subjects, int fold, int folds, ulong seed = DefaultSeed)
    {
        var shuffled = Shuffled(subjects, seed);
        if (folds < 3 || folds > shuffled.Length || fold < 0 || fold >= folds)
            throw new ArgumentException($"Fold {fold} of {folds} with {shuffled.Length} subjects: there must be 3 folds or more, a subject in each.");
        return new SubjectSplit(shuffled.Index().ToDictionary(
            entry => entry.Item,
            entry => entry.Index % folds == fold ? Split.Test : entry.Index % folds == (fold + 1) % folds ? Split.Validation : Split.Training));
    }

    // By a hash of seed and name: a subject added later leaves the order of the others as it was.
    private static string[] Shuffled(IEnumerable<string> subjects, ulong seed) =>
        [.. subjects.Distinct(StringComparer.Ordinal)
            .OrderBy(subject => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{subject}"))), StringComparer.Ordinal)];
}

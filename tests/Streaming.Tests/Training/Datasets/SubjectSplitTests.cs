using FsCheck;
using FsCheck.Fluent;
using Streaming.Training.Datasets;

namespace Streaming.Tests.Training.Datasets;

public sealed class SubjectSplitTests
{
    private static readonly Split[] s_parts = [Split.Training, Split.Validation, Split.Test];

    [Fact]
    public void Every_subject_is_in_one_part_and_every_part_has_one() => Prop.ForAll(
        Gen.Choose(3, 80).ToArbitrary(),
        Gen.Choose(0, 1000).ToArbitrary(),
        (count, seed) =>
        {
            var subjects = Names(count);
            var split = SubjectSplit.ByShares(subjects, (ulong)seed);
            return s_parts.SelectMany(split.Subjects).Order(StringComparer.Ordinal).SequenceEqual(subjects.Order(StringComparer.Ordinal))
                && s_parts.All(part => split.Subjects(part).Any());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Split_is_the_same_in_any_order_and_another_with_another_seed()
    {
        var subjects = Names(40);
        var split = SubjectSplit.ByShares(subjects, 1);
        var again = SubjectSplit.ByShares(subjects.Reverse().Concat(subjects), 1);
        var other = SubjectSplit.ByShares(subjects, 2);
        Assert.All(subjects, subject => Assert.Equal(split[subject], again[subject]));
        Assert.Contains(subjects, subject => split[subject] != other[subject]);
        Assert.Equal(6, split.Subjects(Split.Test).Count());
    }

    [Fact]
    public void Folds_test_every_subject_once()
    {
        var subjects = Names(11);
        var tested = Enumerable.Range(0, 4).SelectMany(fold => SubjectSplit.ByFold(subjects, fold, 4).Subjects(Split.Test));
        Assert.Equal(subjects.Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_subjects_cannot_be_split()
    {
        var error = Assert.Throws<ArgumentException>(() => SubjectSplit.ByShares(["a", "b", "a"]));
        Assert.Contains("there are 2", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SubjectSplit.ByShares(Names(4), 1, 0.5, 0.5));
        Assert.Throws<ArgumentException>(() => SubjectSplit.ByFold(Names(4), 4, 4));
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(number => $"shhs/{200000 + number}")];
}

using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Xunit;

namespace Streaming.Tests.Core.Hypnogram;

public sealed class PairedComparisonTests
{
    [Fact]
    public void A_candidate_that_errs_less_in_every_subject_is_told_from_the_other()
    {
        var (worse, better) = (Subjects(10, 0.5), Subjects(10, 0.2));
        var paired = PairedComparison.OverSubjects(worse, better, a => a.Accuracy, 1);
        Assert.InRange(paired.Difference.Estimate, 0.2, 0.4);
        Assert.InRange(paired.Difference.Low, 0.01, paired.Difference.Estimate);
        Assert.Equal(2.0 / 1024, paired.PValue, 1e-9); // of 2^10 swaps only none and all differ as much
        Assert.Contains("exact", paired.Test, StringComparison.Ordinal);
    }

    [Fact]
    public void A_candidate_against_itself_does_not_differ()
    {
        var subjects = Subjects(20, 0.3);
        var paired = PairedComparison.OverSubjects(subjects, subjects, a => a.Kappa, 1);
        Assert.Equal((0.0, 0.0, 0.0), (paired.Difference.Estimate, paired.Difference.Low, paired.Difference.High));
        Assert.Equal(1, paired.PValue);
        Assert.Contains("random", paired.Test, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_swaps_never_say_that_chance_cannot_be_it()
    {
        var paired = PairedComparison.OverSubjects(Subjects(20, 0.5), Subjects(20, 0.1), a => a.Accuracy, 1, 200);
        Assert.Equal(1.0 / 201, paired.PValue, 1e-12); // none of the 200 is as far apart: no less than one in 201
    }

    [Fact]
    public void Swapping_the_two_turns_the_difference_round()
    {
        var (a, b) = (Subjects(8, 0.4), Subjects(8, 0.3));
        var (there, back) = (PairedComparison.OverSubjects(a, b, f => f.Kappa, 3), PairedComparison.OverSubjects(b, a, f => f.Kappa, 3));
        Assert.Equal(there.Difference.Estimate, -back.Difference.Estimate, 1e-12);
        Assert.Equal(there.PValue, back.PValue);
    }

    [Fact]
    public void Equal_candidates_are_seldom_called_different()
    {
        // Two candidates that err independently at one rate: p below 0.05 about once in twenty.
        var below = Enumerable.Range(0, 200).Count(trial =>
            PairedComparison.OverSubjects(Subjects(8, 0.3, 100 * trial), Subjects(8, 0.3, 100 * trial + 50), a => a.Accuracy, 1, 20).PValue < 0.05);
        Assert.InRange(below, 1, 22);
    }

    [Fact]
    public void One_night_is_compared_by_its_blocks()
    {
        var (worse, better) = (Subjects(1, 0.5)[0], Subjects(1, 0.1)[0]);
        var paired = PairedComparison.OverEpochs(worse, better, a => a.Accuracy, 1);
        Assert.Contains("blocks of 20 epochs", paired.Test, StringComparison.Ordinal);
        Assert.True(paired.PValue < 0.01);
        Assert.Throws<ArgumentException>(() => PairedComparison.OverSubjects([worse], [], a => a.Kappa, 1));
    }

    private static ScoredNight[] Subjects(int count, double errors, int seed = 1)
    {
        return [.. Enumerable.Range(0, count).Select(subject => Night(new Random(seed + subject)))];

        ScoredNight Night(Random random)
        {
            Stage?[] reference = [.. Enumerable.Range(0, 300).Select(_ => (Stage?)random.Next(5))];
            return new ScoredNight(reference, [.. reference.Select(stage => random.NextDouble() < errors ? (Stage)random.Next(5) : stage)]);
        }
    }
}

using Streaming.Core.Evidence;
using Streaming.Core.Staging;
using Streaming.Training.Explaining;

namespace Streaming.Tests.Training.Explaining;

public class ReviewTallyTests
{
    [Fact]
    public void Wrong_stages_are_counted_within_what_each_order_looks_at()
    {
        // Twenty epochs of N2. One in twenty is looked at: by confidence the right one at 0.6, in the queue's order the contradicted one at 0.7, which is wrong.
        var tally = new ReviewTally();
        var reasons = Enumerable.Range(0, 20).Select(n => Reason(0.9)).ToList();
        var reference = Enumerable.Repeat<Stage?>(Stage.N2, 20).ToList();
        reasons[3] = Reason(0.6);
        (reasons[7], reference[7]) = (Reason(0.7) with { IsContradicted = true }, Stage.R);
        (reasons[15], reference[15]) = (Reason(0.65), Stage.N1);

        tally.Add(reasons, reference);

        Assert.Equal(
        [
            "REVIEW looked_at=0.05 wrong_found=0.500 by_confidence_alone=0.000 (epochs=20, wrong=2)",
            "REVIEW looked_at=0.10 wrong_found=0.500 by_confidence_alone=0.500 (epochs=20, wrong=2)",
            "REVIEW looked_at=0.20 wrong_found=1.000 by_confidence_alone=1.000 (epochs=20, wrong=2)",
        ], tally.Lines());
    }

    [Fact]
    public void What_nobody_scored_and_what_could_not_be_scored_is_passed_over()
    {
        var tally = new ReviewTally();
        tally.Add([Reason(0.9), Reason(0) with { Stage = Stage.Unscorable }, Reason(0.9)], [null, Stage.W, Stage.N2]);

        Assert.Empty(tally.Lines());
    }

    [Fact]
    public void A_sure_stage_that_is_contradicted_comes_before_sure_ones_and_behind_a_guess()
    {
        Assert.True(ReviewGain.Of(0.9, true, false) > ReviewGain.Of(0.8, false, false));
        Assert.True(ReviewGain.Of(0.9, true, false) < ReviewGain.Of(0.7, false, false));
        Assert.True(ReviewGain.Of(0.9, true, true) > ReviewGain.Of(0.9, true, false));
    }

    private static Reason Reason(double confidence) => new()
    {
        Stage = Stage.N2, Confidence = confidence, Evidence = [], Observed = new Observed(true, true, true, 2, true, true, false), Sentence = "",
    };
}

using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Xunit;

namespace Streaming.Tests.Core.Hypnogram;

public sealed class CalibrationTests
{
    [Fact]
    public void Two_bins_by_hand()
    {
        // .9 right, .7 wrong: mean .8 against .5; .2 wrong: .2 against 0. ECE = (2 · .3 + 1 · .2) / 3.
        (double, bool)[] decisions = [(0.9, true), (0.7, false), (0.2, false)];
        Assert.Equal(0.8 / 3, Calibration.ExpectedError(decisions, 2), 1e-12);
        Assert.Equal((1, 2), (Calibration.Reliability(decisions, 2)[0].Count, Calibration.Reliability(decisions, 2)[1].Count));
    }

    [Fact]
    public void Certainty_that_is_right_has_no_error() => Assert.Equal(0, Calibration.ExpectedError([(1, true), (1, true), (0, false)]));

    [Fact]
    public void A_confidence_outside_its_range_is_refused() => Assert.Throws<ArgumentException>(() => Calibration.ExpectedError([(1.1, true)]));

    [Fact]
    public void Review_takes_the_least_confident_first()
    {
        var night = new ScoredNight(Nights.Stages("W23R"), Nights.Stages("W22R"));
        double[] confidences = [0.9, 0.8, 0.3, 0.7];
        Assert.Equal(0.75, Calibration.AfterReview(night, confidences, 0).Accuracy);
        Assert.Equal((1.0, 3L),
            (Calibration.AfterReview(night, confidences, 0.25).Accuracy, Calibration.AfterReview(night, confidences, 0.25).Epochs));
    }
}

using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Xunit;

namespace Streaming.Tests.Core.Hypnogram;

public sealed class BootstrapTests
{
    [Fact]
    public void A_seed_fixes_the_interval_and_another_moves_it()
    {
        var night = Night(400, 1);
        Assert.Equal(Bootstrap.OverEpochs(night, a => a.Kappa, 7), Bootstrap.OverEpochs(night, a => a.Kappa, 7));
        Assert.NotEqual(Bootstrap.OverEpochs(night, a => a.Kappa, 7).Low, Bootstrap.OverEpochs(night, a => a.Kappa, 8).Low);
    }

    [Fact]
    public void Independent_epochs_give_the_binomial_interval()
    {
        // 1000 epochs at accuracy p: standard error √(p(1−p)/1000).
        var night = Night(1000, 2);
        var interval = Bootstrap.OverEpochs(night, a => a.Accuracy, 3, blockEpochs: 1);
        var error = Math.Sqrt(interval.Estimate * (1 - interval.Estimate) / 1000);
        Assert.InRange((interval.High - interval.Low) / (2 * 1.96 * error), 0.9, 1.1);
        Assert.InRange(interval.Estimate, interval.Low, interval.High);
    }

    [Fact]
    public void An_interval_leaves_equal_shares_of_the_resamples_below_and_above_it()
    {
        var drawn = new List<double>();
        var interval = Bootstrap.OverEpochs(Night(300, 6), Noted, 3, level: 0.9);
        drawn.RemoveAt(drawn.Count - 1); // of the night itself
        Assert.Equal(2000, drawn.Count);
        Assert.True(drawn.Count(value => value < interval.Low) <= 100 && drawn.Count(value => value <= interval.Low) >= 100);
        Assert.True(drawn.Count(value => value > interval.High) <= 100 && drawn.Count(value => value >= interval.High) >= 100);

        double Noted(Agreement agreement)
        {
            drawn.Add(agreement.Accuracy);
            return agreement.Accuracy;
        }
    }

    [Fact]
    public void Resamples_without_the_figure_are_left_out()
    {
        // One subject of two has R: a quarter of the resamples has none to recall.
        var subjects = new[] { "2RR2R", "22222" }.Select(letters => new ScoredNight(Nights.Stages(letters), Nights.Stages("2RRRR"))).ToArray();
        var interval = Bootstrap.OverSubjects(subjects, a => a.PerClass[(int)Stage.R].Recall ?? double.NaN, 1);
        Assert.Equal((1.0, 1.0, 1.0), (interval.Low, interval.Estimate, interval.High));
    }

    [Fact]
    public void Errors_that_come_in_runs_widen_the_interval_of_blocks()
    {
        var reference = Enumerable.Repeat((Stage?)Stage.N2, 600).ToArray();
        var candidate = Enumerable.Range(0, 600).Select(k => (Stage?)(k / 20 % 4 == 0 ? Stage.N1 : Stage.N2)).ToArray();
        var night = new ScoredNight(reference, candidate);
        Assert.True(Width(Bootstrap.OverEpochs(night, a => a.Accuracy, 5, 20)) > 2 * Width(Bootstrap.OverEpochs(night, a => a.Accuracy, 5, 1)));
    }

    [Fact]
    public void Subjects_are_the_unit_when_they_are_resampled()
    {
        var alike = Enumerable.Range(0, 8).Select(_ => Night(200, 4)).ToArray();
        var interval = Bootstrap.OverSubjects(alike, a => a.Kappa, 1);
        Assert.Equal(interval.Low, interval.High);
        Assert.Equal("bootstrap over 8 subjects", interval.Method);
        var perfect = Enumerable.Range(0, 8).Select(i => Perfect(Night(200, 20 + i)));
        Assert.True(Width(Bootstrap.OverSubjects([.. alike, .. perfect], a => a.Kappa, 1)) > 0.1);
    }

    [Fact]
    public void An_empty_night_has_no_interval() => Assert.True(double.IsNaN(Bootstrap.OverEpochs(new ScoredNight([], []), a => a.Kappa, 1).Low));

    private static ScoredNight Night(int epochs, int seed)
    {
        var random = new Random(seed);
        Stage?[] reference = [.. Enumerable.Range(0, epochs).Select(_ => (Stage?)random.Next(5))];
        return new ScoredNight(reference, AgreementTests.Noisy(reference, random).Select(s => s == Stage.Unscorable ? Stage.W : s).ToArray());
    }

    private static ScoredNight Perfect(ScoredNight night) => night with { Candidate = night.Reference };

    private static double Width(ConfidenceInterval interval) => interval.High - interval.Low;
}

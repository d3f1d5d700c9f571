using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Tests.Training.Evaluation.Reports;

public sealed class SleepMeasuresTests
{
    [Fact]
    public void Bias_and_limits_of_agreement_by_hand()
    {
        // Ten minutes: sleep from epoch 2 on by the reference; the model calls i further epochs of subject i wake: i/2 minutes less sleep.
        var nights = Enumerable.Range(0, 5).Select(i => ($"{i}", new ScoredNight(
            Stages("WW" + new string('2', 18)), Stages("WW" + new string('W', i) + new string('2', 18 - i)))));
        var rows = SleepMeasures.Of(nights).ToDictionary(row => row.Measure);
        var sleep = rows["total sleep, min"];
        Assert.Equal((5, 9.0, -1.0), (sleep.Subjects, sleep.Reference!.Value, sleep.Bias!.Value));
        var deviation = Math.Sqrt(2.5 / 4); // of 0, -0.5, -1, -1.5, -2
        Assert.Equal(-1 - 1.96 * deviation, sleep.Low!.Value, 1e-6);
        Assert.Equal(-1 + 1.96 * deviation, sleep.High!.Value, 1e-6);
        Assert.Equal(-10, rows["sleep efficiency over the recording, %"].Bias!.Value, 1e-6);
        Assert.Equal(1, rows["latency to the first epoch of any sleep, min"].Bias);
        Assert.Equal(0, rows["wake after sleep onset, min"].Bias);
        Assert.Equal((1.0, -1.0), (rows["W, min"].Bias!.Value, rows["N2, min"].Bias!.Value));
    }

    [Fact]
    public void What_either_leaves_unscored_counts_for_neither_and_nights_of_a_subject_count_as_their_mean()
    {
        var rows = SleepMeasures.Of([("a", new ScoredNight(Stages("2?22"), Stages("222W"))), ("a", new ScoredNight(Stages("22"), Stages("22")))]);
        Assert.Equal((1, -0.25), (rows[0].Subjects, rows[0].Bias!.Value)); // -0.5 min and 0
        Assert.Equal((null, "no limits: 1 subject"), (rows[0].Low, rows[0].Limits));
    }

    [Fact]
    public void Night_without_an_epoch_that_both_scored_is_no_night_without_sleep()
    {
        var rows = SleepMeasures.Of(
        [
            ("a", new ScoredNight(Stages("WW22"), Stages("WW22"))), ("b", new ScoredNight(Stages("2222"), Stages("????"))),
            ("a", new ScoredNight(Stages("??22"), Stages("22??"))),
        ]);
        Assert.All(rows, row => Assert.Equal((1, 1), (row.Subjects, row.Nights!.Value)));
        Assert.Equal((1.0, 1.0), (rows[0].Reference!.Value, rows[4].Reference!.Value)); // total sleep and wake, min
    }

    [Fact]
    public void Who_does_not_sleep_has_no_latency()
    {
        var latency = SleepMeasures.Of([("a", new ScoredNight(Stages("WW"), Stages("W2")))])[3];
        Assert.Equal((0, null, null), (latency.Subjects, latency.Reference, latency.Bias));
    }

    private static Stage?[] Stages(string text) => [.. text.Select(c => c switch { 'W' => (Stage?)Stage.W, '2' => Stage.N2, _ => null })];
}

using Streaming.Core.Hypnogram;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Tests.Training.Evaluation.Reports;

public sealed class SleepMeasuresTests
{
    [Fact]
    public void Bias_and_limits_of_agreement_by_hand()
    {
        // Ten minutes: sleep from epoch 2 on by the reference; the model calls i further epochs of subject i wake: i/2 minutes less sleep.
        var nights = Enumerable.Range(0, 5).Select(i => Recording($"{i}",
            "WW" + new string('2', 18), "WW" + new string('W', i) + new string('2', 18 - i)));
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
        var rows = SleepMeasures.Of([Recording("a", "2?22", "222W"), Recording("a", "22", "22")]);
        Assert.Equal((1, -0.25), (rows[0].Subjects, rows[0].Bias!.Value)); // -0.5 min and 0
        Assert.Equal((null, "no limits: 1 subject"), (rows[0].Low, rows[0].Limits));
    }

    [Fact]
    public void Night_without_an_epoch_that_both_scored_is_no_night_without_sleep()
    {
        var rows = SleepMeasures.Of(
        [
            Recording("a", "WW22", "WW22"), Recording("b", "2222", "????"),
            Recording("a", "??22", "22??"),
        ]);
        Assert.All(rows, row => Assert.Equal((1, 1), (row.Subjects, row.Nights!.Value)));
        Assert.Equal((1.0, 1.0), (rows[0].Reference!.Value, rows[4].Reference!.Value)); // total sleep and wake, min
    }

    [Fact]
    public void Who_does_not_sleep_has_no_latency()
    {
        var latency = SleepMeasures.Of([Recording("a", "WW", "W2")])[3];
        Assert.Equal((0, null, null), (latency.Subjects, latency.Reference, latency.Bias));
    }

    [Fact]
    public void Pages_of_20_s_read_on_three_grids_are_one_night_of_their_minutes()
    {
        // A hundred pages, ten of wake, then sleep with twenty of wake amid it; the model is right. Page k is an epoch of grid k modulo 3, and
        // every other epoch of a grid lies between its pages.
        var pages = Stages(new string('W', 10) + new string('2', 40) + new string('W', 20) + new string('2', 30));
        var grids = Enumerable.Range(0, 3).Select(grid =>
        {
            var truth = new Stage?[2 * ((pages.Length - grid + 2) / 3) - 1];
            for (var page = grid; page < pages.Length; page += 3) truth[page / 3 * 2] = pages[page];
            var evidence = truth.Select((_, epoch) => new EpochEvidence(epoch, 0, null, null, null, false)).ToArray();
            var read = new ReadNight(evidence, truth) { Subject = "a", Name = $"night.{grid + 1}", Recording = "night", OriginSeconds = new Rational(15, 2) + 20 * grid };
            return (read, new ScoredNight(truth, [.. truth.Select(stage => stage ?? Stage.R)]));
        });
        ScoredRecording[] recordings = [.. ScoredRecording.Of(grids)];
        Assert.Equal(pages, Assert.Single(recordings).Night.Reference);
        var rows = SleepMeasures.Of(recordings);
        Assert.Equal([23.333333, 70, 6.666667, 3.333333, 10, 0, 23.333333, 0, 0], rows.Select(row => row.Reference!.Value));
        Assert.All(rows, row => Assert.Equal((0, 1), (row.Bias!.Value, row.Nights!.Value)));
        Assert.Equal(pages, Assert.Single(Figures.BySubject(grids)).Reference); // a block of the bootstrap is a stretch of the night
    }

    private static ScoredRecording Recording(string subject, string reference, string candidate) =>
        new(subject, new ScoredNight(Stages(reference), Stages(candidate)), 30);

    private static Stage?[] Stages(string text) => [.. text.Select(c => c switch { 'W' => (Stage?)Stage.W, '2' => Stage.N2, _ => null })];
}

using Streaming.Core.Novelty;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Streaming.Training.Evaluation;
using Xunit;

namespace Streaming.Tests.Core.Novelty;

public sealed class NoveltyMeterTests
{
    private static readonly float[] Logits = [2, 0, 1, -1, 0];
    private static readonly NoveltySpec Spec = Fitted();

    [Fact]
    public void Ordinary_epochs_are_not_flagged_and_give_no_reason()
    {
        var meter = new NoveltyMeter(Spec);
        var flagged = Enumerable.Range(1000, 100).Count(seed => meter.Score(Of(RowShapeTests.Row((ulong)seed), 10), Logits).IsFlagged);
        Assert.InRange(flagged, 0, 8);
        Assert.Null(meter.Score(Of(RowShapeTests.Row(1), 10), Logits).Reason);
    }

    [Theory]
    [InlineData(300, "amplitude 300 µV")]
    [InlineData(0.2, "amplitude 0.2 µV")]
    public void A_scale_no_recorder_had_is_flagged_with_its_microvolts(double scale, string words)
    {
        var factor = (float)(scale / 10);
        var score = new NoveltyMeter(Spec).Score(Of([.. RowShapeTests.Row(1).Select(value => factor * value)], scale), Logits);
        Assert.True(score.IsFlagged);
        Assert.Contains(words, score.Reason, StringComparison.Ordinal);
        Assert.StartsWith("C4-M1", score.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strange_waveform_is_flagged_by_what_is_strange_about_it()
    {
        var tone = Enumerable.Range(0, Epoch.Samples).Select(n => 20 * MathF.Sin(n)).ToArray();
        var score = new NoveltyMeter(Spec).Score(Of(tone, 10), Logits);
        Assert.True(score.IsFlagged);
        Assert.Contains(RowShape.Names, name => score.Reason!.EndsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void An_answer_the_network_never_gave_is_flagged() =>
        Assert.EndsWith("the network's answer", new NoveltyMeter(Spec).Score(Of(RowShapeTests.Row(1), 10), [900, 0, 0, 0, 0]).Reason, StringComparison.Ordinal);

    [Fact]
    public void Kinds_of_rows_that_were_not_trained_on_are_not_judged()
    {
        var score = new NoveltyMeter(Spec with { Brain = null }).Score(Of(RowShapeTests.Row(1), 300), Logits);
        Assert.False(score.IsFlagged);
        Assert.Null((Spec with { Brain = null }).Fault());
    }

    [Fact]
    public void Faults_name_the_field()
    {
        Assert.Null(Spec.Fault());
        Assert.Contains("limit", (Spec with { Limit = 0 }).Fault(), StringComparison.Ordinal);
        Assert.Contains("brain has scales", (Spec with { Brain = Spec.Brain! with { LeastScaleMicrovolts = 0 } }).Fault(), StringComparison.Ordinal);
        Assert.Contains("network.centres", (Spec with { Network = Spec.Network with { Centres = [] } }).Fault(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 30)]
    [InlineData(200, 3)]
    [InlineData(512, 80)]
    public void White_noise_of_any_rate_and_size_is_told_from_wake_under_muscle(int rateHz, double microvolts)
    {
        var meter = new NoveltyMeter(Spec with { Limit = 1e6 }); // whatever the network was trained on
        var study = new Study(Guid.Empty, DateTimeOffset.UnixEpoch, Rational.Zero,
            [new Channel(0, "EEG C4-M1", ChannelKind.Eeg, "uV", rateHz, new ChannelScaling("-3276.8", "3276.7", short.MinValue, short.MaxValue))]);
        var (noise, muscle) = (Flagged(_ => 1), Flagged(second => second / 4 % 3 == 0 ? 2 : 0.7));
        Assert.InRange(noise, 35, 40);
        Assert.InRange(muscle, 0, 1);

        int Flagged(Func<int, double> loudness)
        {
            var random = new SeededRandom(3);
            var session = new BedSession(study, Montage.Resolve(study), SignalSpecs.V1, new BedSessionOptions());
            var epochs = new List<Epoch>();
            for (var second = 0; second < 41 * Epoch.Seconds; second++)
            {
                int[] values = [.. Enumerable.Range(0, rateHz).Select(_ => (int)(10 * microvolts * loudness(second) * random.Normal()))];
                epochs.AddRange(session.Accept(new SampleBlock(study.Id, [new ChannelSamples(0, (long)second * rateHz, values)]), 0, 0));
            }
            var scores = epochs.Skip(1).Take(40).Select(epoch => meter.Score(epoch, Logits)).ToArray();
            return scores.Count(score => score.Reason?.Contains("noise", StringComparison.Ordinal) == true);
        }
    }

    private static NoveltySpec Fitted()
    {
        var shapes = Enumerable.Range(1, 300).Select(seed =>
        {
            var shape = new double[RowShape.Count];
            RowShape.Measure(RowShapeTests.Row((ulong)seed), 10, shape);
            return (seed % 5, shape);
        }).ToArray();
        var answers = Enumerable.Range(0, 300).Select(n => (n % 5, (double[])[2.5 + 0.01 * (n % 30), 1 + 0.02 * (n % 17)])).ToArray();
        var rows = new NoveltyRows(NoveltyFit.Reference(shapes), 2, 60);
        return new NoveltySpec { Brain = rows, Eyes = rows, Chin = rows, Network = NoveltyFit.Reference(answers), Limit = 1.3 };
    }

    private static Epoch Of(float[] row, double scale) => new()
    {
        Number = 0,
        StartSeconds = 0,
        Rows = [null, row, null, null, null, null],
        ScalesMicrovolts = [0, scale, 0, 0, 0, 0],
        Derivations = [null, new Derivation(DerivationRow.Central, "C4-M1", 0, null, false), null, null, null, null],
        Accounts = [],
    };
}

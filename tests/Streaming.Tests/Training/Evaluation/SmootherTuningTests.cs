using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

public sealed class SmootherTuningTests
{
    private static readonly double[] Shares = [0.2, 0.2, 0.2, 0.2, 0.2];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Temperature_undoes_the_overconfidence_it_is_shown(double overconfidence)
    {
        var random = new SeededRandom(2);
        var evidence = new List<EpochEvidence>();
        var truth = new List<Stage?>();
        for (var epoch = 0; epoch < 4000; epoch++)
        {
            var logits = Enumerable.Range(0, 5).Select(_ => (float)(1.5 * random.Normal())).ToArray();
            truth.Add(Draw(logits, random));
            evidence.Add(Evidence(epoch, [.. logits.Select(logit => (float)(overconfidence * logit))]));
        }
        Assert.InRange(SmootherTuning.Temperature([new ReadNight(evidence, truth)], Shares), 0.9 * overconfidence, 1.1 * overconfidence);
    }

    [Theory]
    [InlineData(0.01f, true)] // far too timid: the coldest that is tried
    [InlineData(1, false)]
    [InlineData(100, true)]
    public void Temperature_where_the_search_ended_is_told(float boldness, bool told)
    {
        var random = new SeededRandom(5);
        var logits = Enumerable.Range(0, 2000).Select(_ => Enumerable.Range(0, 5).Select(_ => (float)(1.5 * random.Normal())).ToArray()).ToArray();
        var night = new ReadNight(
            [.. logits.Select((five, epoch) => Evidence(epoch, [.. five.Select(logit => boldness * logit)]))], [.. logits.Select(five => (Stage?)Draw(five, random))]);
        Assert.Equal(told, SmootherTuning.AtEdge(SmootherTuning.Temperature([night], Shares)) is not null);
    }

    [Fact]
    public void Smoother_chosen_is_sound_and_no_worse_than_no_look_ahead()
    {
        var random = new SeededRandom(3);
        var stages = new SleepArchitecture(random, 0.4).Draw(600);
        var evidence = stages.Select((stage, epoch) =>
            Evidence(epoch, [.. Enumerable.Range(0, 5).Select(k => (float)(random.Normal() + (k == (int)stage ? 1.5 : 0)))]));
        var night = new ReadNight([.. evidence], [.. stages.Select(stage => (Stage?)stage)]);
        var spec = SmootherTuning.Choose([("simulated", [night])], Shares, 1).Spec;
        Assert.Null(spec.Fault());
        Assert.Equal(Shares, spec.ClassPriors);
        Assert.True(SmootherTuning.Kappa([night], spec, revised: true) >= SmootherTuning.Kappa([night], spec, revised: false));
    }

    [Fact]
    public void Look_ahead_is_cut_where_it_would_make_REVISED_worse_than_FINAL()
    {
        // Stages that never last: what comes next speaks against what is.
        var stages = Enumerable.Range(0, 600).Select(epoch => (Stage?)(epoch % 2 == 0 ? Stage.W : Stage.N3)).ToArray();
        var random = new SeededRandom(4);
        var restless = new ReadNight(
            [.. stages.Select((stage, epoch) => Evidence(epoch, [.. Enumerable.Range(0, 5).Select(k => (float)(random.Normal() + (k == (int)stage! ? 5 : 0)))]))],
            stages);
        var calm = SyntheticNights.Of("calm", 5, clarity: 1.5, epochs: 600);
        Assert.True(SmootherTuning.Choose([("calm", [calm])], Shares, 1).Spec.LookAheadEpochs > 0);
        var choice = SmootherTuning.Choose([("calm", [calm]), ("restless", [restless])], Shares, 1);
        foreach (var night in (ReadNight[])[calm, restless])
            Assert.True(SmootherTuning.Kappa([night], choice.Spec, revised: true) >= SmootherTuning.Kappa([night], choice.Spec, revised: false));
        Assert.Equal(0, choice.Spec.LookAheadEpochs);
        Assert.All(choice.Lines, line => Assert.True(line.StartsWith("calm: ", StringComparison.Ordinal) || line.StartsWith("restless: ", StringComparison.Ordinal), line));
    }

    private static EpochEvidence Evidence(int epoch, float[] logits)
    {
        var powers = logits.Select(logit => Math.Exp(logit)).ToArray();
        return new EpochEvidence(epoch, 30 * epoch, logits, [.. powers.Select(power => (float)(power / powers.Sum()))], null, false);
    }

    private static Stage Draw(float[] logits, SeededRandom random)
    {
        var powers = logits.Select(logit => Math.Exp(logit)).ToArray();
        var draw = random.NextDouble() * powers.Sum();
        var stage = 0;
        while (stage < 4 && (draw -= powers[stage]) >= 0) stage++;
        return (Stage)stage;
    }
}

using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Staging;
using Xunit;

namespace Streaming.Tests.Core.Staging;

public sealed class StageSmootherTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20_260, 9);

    [Fact]
    public void Every_epoch_gets_one_final_and_one_revised_whose_probabilities_sum_to_one() => ForNights((spec, night) =>
    {
        var decisions = Run(new StageSmoother(spec), night);
        Assert.Equal(Enumerable.Range(0, night.Length).Select(n => (long)n), Of(decisions, Revision.Final).Select(one => one.Epoch));
        Assert.Equal(Enumerable.Range(0, night.Length).Select(n => (long)n), Of(decisions, Revision.Revised).Select(one => one.Epoch));
        Assert.All(Of(decisions, Revision.Final), one => Assert.Equal(0, one.LookAheadEpochs));
        Assert.All(Of(decisions, Revision.Revised),
            one => Assert.Equal(Math.Min(spec.LookAheadEpochs, night.Length - 1 - one.Epoch), one.LookAheadEpochs));
        foreach (var one in decisions)
        {
            Assert.Equal(night[one.Epoch] is null, one.Stage == Stage.Unscorable);
            if (one.Stage != Stage.Unscorable) Assert.Equal(1, one.Probabilities.Sum(), 1e-5f);
        }
    });

    [Fact]
    public void Final_depends_on_the_past_only_and_revised_on_its_look_ahead_only() => ForNights((spec, night) =>
    {
        var changed = night.Select((one, n) => n < night.Length / 2 ? one : Estimate(n + 77)).ToArray();
        var (before, after) = (Run(new StageSmoother(spec), night), Run(new StageSmoother(spec), changed));
        AssertSame(Of(before, Revision.Final).Take(night.Length / 2), Of(after, Revision.Final).Take(night.Length / 2));
        AssertSame(
            Of(before, Revision.Revised).Take(night.Length / 2 - spec.LookAheadEpochs),
            Of(after, Revision.Revised).Take(night.Length / 2 - spec.LookAheadEpochs));
    });

    [Fact]
    public void A_saved_smoother_goes_on_identically_from_anywhere() => ForNights((spec, night) =>
    {
        var expected = Run(new StageSmoother(spec), night);
        for (var stop = 0; stop <= night.Length; stop += 3)
        {
            var smoother = new StageSmoother(spec);
            var decisions = night.Take(stop).SelectMany((one, n) => smoother.Accept(n, one)).ToList();
            smoother = StageSmoother.Restore(spec, smoother.Save());
            decisions.AddRange(night.Skip(stop).SelectMany((one, n) => smoother.Accept(stop + n, one)));
            decisions.AddRange(smoother.End());
            AssertSame(expected, decisions);
        }
    });

    [Fact]
    public void Without_beliefs_the_network_s_own_probabilities_come_back()
    {
        var smoother = new StageSmoother(SmootherSpec.None);
        for (var epoch = 0; epoch < 20; epoch++)
        {
            var decisions = smoother.Accept(epoch, Estimate(epoch));
            Assert.Equal([Revision.Final, Revision.Revised], decisions.Select(one => one.Revision));
            for (var stage = 0; stage < 5; stage++) Assert.Equal(Estimate(epoch)[stage], decisions[1].Probabilities[stage], 1e-6f);
        }
    }

    [Fact]
    public void A_lone_doubtful_epoch_is_overruled_by_its_neighbours()
    {
        var smoother = new StageSmoother(SmootherSpec.Default);
        float[] asleep = [0.02f, 0.03f, 0.85f, 0.08f, 0.02f], doubt = [0.35f, 0.05f, 0.3f, 0.2f, 0.1f];
        var decisions = Run(smoother, [asleep, asleep, asleep, doubt, asleep, asleep, asleep]);
        Assert.Equal(Stage.N2, Of(decisions, Revision.Final).Single(one => one.Epoch == 3).Stage);
        var (final, revised) = (Of(decisions, Revision.Final).Single(one => one.Epoch == 3),
            Of(decisions, Revision.Revised).Single(one => one.Epoch == 3));
        Assert.True(revised.Confidence > final.Confidence);
    }

    [Fact]
    public void An_unscorable_epoch_passes_the_prediction_on()
    {
        var spec = SmootherSpec.Default with { Initial = [1, 0, 0, 0, 0] };
        var smoother = new StageSmoother(spec);
        smoother.Accept(0, null);
        var final = smoother.Accept(1, [0.2f, 0.2f, 0.2f, 0.2f, 0.2f])[0];
        for (var stage = 0; stage < 5; stage++) Assert.Equal(spec.Transition[0][stage], final.Probabilities[stage], 1e-6);
    }

    [Fact]
    public void Faulty_specs_states_and_calls_are_refused_by_name()
    {
        var spec = SmootherSpec.Default;
        Assert.Null(spec.Fault());
        Assert.StartsWith("likelihoodExponent is 0", (spec with { LikelihoodExponent = 0 }).Fault());
        Assert.StartsWith("lookAheadEpochs is 21", (spec with { LookAheadEpochs = 21 }).Fault());
        Assert.StartsWith("initial sums to 0.5", (spec with { Initial = [0.5, 0, 0, 0, 0] }).Fault());
        Assert.StartsWith("transition[0] has 0 values", (spec with { Transition = [[], [], [], [], []] }).Fault());
        Assert.Throws<ArgumentException>(() => new StageSmoother(spec with { ClassPriors = [1, 0, 0, 0, 0] }));
        var smoother = new StageSmoother(spec);
        smoother.Accept(4, null);
        Assert.Contains("Epoch 6 does not follow 4", Assert.Throws<ArgumentException>(() => smoother.Accept(6, null)).Message);
        Assert.Throws<ArgumentException>(() => smoother.Accept(5, [float.NaN, 0, 0, 0, 1]));
        Assert.Throws<InvalidDataException>(() => StageSmoother.Restore(spec, smoother.Save().AsSpan(0, 20)));
        Assert.True(StageSmoother.Takes(spec, smoother.Save()));
        Assert.False(StageSmoother.Takes(spec, smoother.Save().AsSpan(0, 20)));
        Assert.False(StageSmoother.Takes(spec with { LookAheadEpochs = 0 }, smoother.Save()));
    }

    private static IEnumerable<StageDecision> Of(IEnumerable<StageDecision> decisions, Revision revision) =>
        decisions.Where(one => one.Revision == revision);

    private static List<StageDecision> Run(StageSmoother smoother, float[]?[] night)
    {
        var decisions = night.SelectMany((one, n) => smoother.Accept(n, one)).ToList();
        decisions.AddRange(smoother.End());
        return decisions;
    }

    private static void AssertSame(IEnumerable<StageDecision> expected, IEnumerable<StageDecision> actual) => Assert.Equal(
        expected.Select(one => (one.Epoch, one.Revision, one.Stage, one.LookAheadEpochs,
            string.Join(' ', one.Probabilities.Select(BitConverter.SingleToInt32Bits)))),
        actual.Select(one => (one.Epoch, one.Revision, one.Stage, one.LookAheadEpochs,
            string.Join(' ', one.Probabilities.Select(BitConverter.SingleToInt32Bits)))));

    private static float[] Estimate(int seed)
    {
        var random = new Random(seed);
        var weights = Enumerable.Range(0, 5).Select(_ => Math.Pow(random.NextDouble(), 4)).ToArray();
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }

    private static void ForNights(Action<SmootherSpec, float[]?[]> law) => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var spec = SmootherSpec.Default with
        {
            LookAheadEpochs = random.Next(0, 5), LikelihoodExponent = 0.1 + 0.9 * random.NextDouble(), Memory = random.Next(2) == 0 ? null : Memories.Drawn(random),
        };
        law(spec, [.. Enumerable.Range(0, random.Next(8, 30)).Select(n => random.Next(6) == 0 ? null : Estimate(seed + n))]);
    }).Check(s_config);
}

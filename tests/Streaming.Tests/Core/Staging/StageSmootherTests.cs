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
    public void Decisions_are_those_of_every_path_through_the_night() => Prop.ForAll(Gen.Choose(0, 100_000).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var spec = SmootherSpec.Default with
        {
            LookAheadEpochs = random.Next(0, 4), LikelihoodExponent = 0.1 + 0.9 * random.NextDouble(),
            Initial = Shares(random), ClassPriors = Shares(random), Transition = [.. Enumerable.Range(0, 5).Select(_ => Shares(random))],
        };
        float[]?[] night = [.. Enumerable.Range(0, 5).Select(n => random.Next(6) == 0 ? null : Estimate(seed + n))];
        foreach (var one in Run(new StageSmoother(spec), night).Where(one => one.Stage != Stage.Unscorable))
        {
            var expected = OfEveryPath(spec, night[..(int)(one.Epoch + one.LookAheadEpochs + 1)], (int)one.Epoch);
            for (var stage = 0; stage < 5; stage++) Assert.Equal(expected[stage], one.Probabilities[stage], 1e-6);
        }
    }).Check(s_config);

    [Fact]
    public void A_probability_of_zero_is_no_veto()
    {
        var decisions = Run(new StageSmoother(SmootherSpec.Default), [[0, 0, 1, 0, 0], [0, 0, 1, 0, 0]]);
        Assert.All(decisions, one => Assert.All(one.Probabilities, share => Assert.InRange(share, 1e-30f, 1)));
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
        Assert.StartsWith("classPriors sums to 1.01", (spec with { ClassPriors = [0.21, 0.2, 0.2, 0.2, 0.2] }).Fault());
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

    /// <summary>Probability of each stage at an epoch, by adding up all sequences of stages that a night could be: the definition, for short nights.</summary>
    private static double[] OfEveryPath(SmootherSpec spec, float[]?[] night, int at)
    {
        var shares = new double[5];
        for (var path = 0; path < (int)Math.Pow(5, night.Length); path++)
        {
            var (weight, before, here) = (1.0, -1, -1);
            for (var (epoch, rest) = (0, path); epoch < night.Length; epoch++, rest /= 5)
            {
                var stage = rest % 5;
                weight *= before < 0 ? spec.Initial[stage] : spec.Transition[before][stage];
                if (night[epoch] is { } seen) weight *= Math.Pow(Math.Max(seen[stage], 1e-9) / spec.ClassPriors[stage], spec.LikelihoodExponent);
                if (epoch == at) here = stage;
                before = stage;
            }
            shares[here] += weight;
        }
        return [.. shares.Select(share => share / shares.Sum())];
    }

    private static double[] Shares(Random random)
    {
        var weights = Enumerable.Range(0, 5).Select(_ => 0.05 + random.NextDouble()).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

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

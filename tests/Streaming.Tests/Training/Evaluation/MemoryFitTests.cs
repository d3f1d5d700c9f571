using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

public sealed class MemoryFitTests
{
    private static readonly SmootherSpec s_plain = SmootherSpec.Default with { LikelihoodExponent = 0.7 };

    [Fact]
    public void Strangers_whose_network_errs_in_a_way_of_their_own_are_read_better_with_a_memory()
    {
        var spec = MemoryFit.Of([Nights(0, 16)], s_plain);
        var strangers = Nights(100, 8);
        foreach (var revised in new[] { false, true })
            Assert.True(SmootherTuning.Kappa(strangers, spec, revised) > SmootherTuning.Kappa(strangers, s_plain, revised) + 0.02);
    }

    [Fact]
    public void The_model_stays_as_it_was_and_the_memory_is_the_same_each_time()
    {
        var once = MemoryFit.Of([Nights(0, 12)], s_plain);
        var again = MemoryFit.Of([Nights(0, 12)], s_plain with { Memory = MemoryFit.Of([Nights(50, 10)], s_plain).Memory });
        Assert.Equal(s_plain, once with { Memory = null });
        Assert.Null(once.Fault());
        Assert.Equal(once.Memory!.Final.SelectMany(row => row), again.Memory!.Final.SelectMany(row => row));
        Assert.Equal(once.Memory.Revised.SelectMany(row => row), again.Memory.Revised.SelectMany(row => row));
    }

    [Fact]
    public void A_large_set_counts_no_more_than_a_small_one()
    {
        var (small, large) = (Nights(0, 10), Nights(100, 10));
        var (once, fourfold) = (MemoryFit.Of([small, large], s_plain), MemoryFit.Of([small, [.. large, .. large, .. large, .. large]], s_plain));
        Assert.Equal(SmootherTuning.Kappa(small, once, false), SmootherTuning.Kappa(small, fourfold, false), 0.01);
    }

    [Fact]
    public void Fewer_than_ten_subjects_give_none()
    {
        Assert.Null(MemoryFit.Of([Nights(0, 9)], s_plain).Memory);
        Assert.Null(MemoryFit.Of([[.. Nights(0, 9), .. Nights(0, 9)]], s_plain).Memory); // the same nine
        Assert.NotNull(MemoryFit.Of([Nights(0, 9), Nights(50, 1)], s_plain).Memory);
    }

    [Fact]
    public void Nights_without_an_epoch_are_passed_over_and_a_set_that_nobody_scored_gives_none()
    {
        var nights = Nights(0, 10);
        var empty = new ReadNight([], []) { Subject = "nobody" };
        Assert.Equal(MemoryFit.Of([nights], s_plain).Memory!.Final.SelectMany(row => row), MemoryFit.Of([[.. nights, empty]], s_plain).Memory!.Final.SelectMany(row => row));
        Assert.Null(MemoryFit.Of([nights, [nights[0] with { Truth = [.. nights[0].Truth.Select(_ => (Stage?)null)] }]], s_plain).Memory);
    }

    // Runs of stages; of each sleeper the network takes one stage for another more often than it should, all night.
    private static ReadNight[] Nights(int first, int count) => [.. Enumerable.Range(first, count).Select(sleeper =>
    {
        var random = new SeededRandom((ulong)sleeper, 7);
        var (taken, given) = (random.Below(5), random.Below(5));
        var (stage, evidence, truth) = (0, new List<EpochEvidence>(), new List<Stage?>());
        for (var epoch = 0; epoch < 400; epoch++)
        {
            if (random.Chance(0.08)) stage = random.Below(5);
            var logits = new float[5];
            for (var s = 0; s < 5; s++) logits[s] = (float)(0.8 * random.Normal());
            logits[stage] += 1.2f;
            logits[given] += 1.5f;
            logits[taken] -= 1.5f;
            evidence.Add(new EpochEvidence(epoch, 30.0 * epoch, logits, Shares(logits), null, false));
            truth.Add((Stage)stage);
        }
        return new ReadNight(evidence, truth) { Subject = $"sleeper-{sleeper}" };
    })];

    private static float[] Shares(float[] logits)
    {
        var powers = logits.Select(logit => Math.Exp(logit)).ToArray();
        return [.. powers.Select(power => (float)(power / powers.Sum()))];
    }
}

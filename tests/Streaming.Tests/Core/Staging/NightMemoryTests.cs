using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Staging;

public sealed class NightMemoryTests
{
    private static readonly float[] s_asleep = [0.02f, 0.03f, 0.85f, 0.08f, 0.02f];
    private static readonly float[] s_deep = [0.01f, 0.01f, 0.18f, 0.78f, 0.02f];

    [Fact]
    public void A_memory_that_weighs_the_belief_alone_decides_as_none_does()
    {
        var plain = Run(SmootherSpec.Default, s_asleep, s_deep, s_asleep, s_deep, s_deep);
        var weighing = Run(SmootherSpec.Default with { Memory = Memories.Weighing(Memories.Belief) }, s_asleep, s_deep, s_asleep, s_deep, s_deep);
        Assert.Equal(plain.Select(one => (one.Epoch, one.Revision, one.Stage)), weighing.Select(one => (one.Epoch, one.Revision, one.Stage)));
        foreach (var (a, b) in plain.Zip(weighing))
            for (var stage = 0; stage < 5; stage++) Assert.Equal(a.Probabilities[stage], b.Probabilities[stage], 2e-6f);
    }

    [Fact]
    public void A_memory_that_weighs_the_network_alone_gives_its_probabilities_back()
    {
        var decisions = Run(SmootherSpec.Default with { Memory = Memories.Weighing(Memories.Network) }, s_asleep, s_deep, s_asleep);
        foreach (var (one, night) in decisions.Where(one => one.Revision == Revision.Final).Zip([s_asleep, s_deep, s_asleep]))
            for (var stage = 0; stage < 5; stage++) Assert.Equal(night[stage], one.Probabilities[stage], 1e-6f);
    }

    [Fact]
    public void A_mean_starts_with_the_first_scorable_epoch_and_keeps_its_share_after_each()
    {
        var decisions = Run(SmootherSpec.Default with { Memory = Memories.Weighing(Memories.Means, kept: 0.75) }, null, s_asleep, null, s_deep)
            .Where(one => one.Revision == Revision.Final).ToList();
        Assert.Equal([Stage.Unscorable, Stage.N2, Stage.Unscorable, Stage.N2], decisions.Select(one => one.Stage));
        AssertShares(s_asleep.Select(value => (double)value), decisions[1]);
        AssertShares(s_asleep.Zip(s_deep, (before, now) => 0.75 * before + 0.25 * now), decisions[3]);

        static void AssertShares(IEnumerable<double> means, StageDecision decision)
        {
            var powers = means.Select(Math.Exp).ToArray();
            for (var stage = 0; stage < 5; stage++) Assert.Equal(powers[stage] / powers.Sum(), decision.Probabilities[stage], 1e-6);
        }
    }

    [Fact]
    public void Revised_rests_on_the_means_of_its_own_epoch_whatever_came_since()
    {
        var spec = SmootherSpec.Default with { LookAheadEpochs = 2, Memory = Memories.Weighing(Memories.Means) };
        var decisions = Run(spec, s_asleep, s_deep, s_deep, s_deep);
        foreach (var final in decisions.Where(one => one.Revision == Revision.Final))
            Assert.Equal(final.Probabilities, decisions.Single(one => one.Revision == Revision.Revised && one.Epoch == final.Epoch).Probabilities);
    }

    [Fact]
    public void Final_and_revised_each_have_weights_of_their_own()
    {
        float[]?[] night = [s_asleep, s_deep, s_asleep, s_deep];
        var memory = Memories.Weighing(Memories.Network) with { Revised = Memories.Weighing(Memories.Belief).Revised };
        var (plain, weighing) = (Run(SmootherSpec.Default, night), Run(SmootherSpec.Default with { Memory = memory }, night));
        foreach (var (one, belief) in weighing.Zip(plain))
        {
            var expected = one.Revision == Revision.Final ? night[one.Epoch]! : belief.Probabilities;
            for (var stage = 0; stage < 5; stage++) Assert.Equal(expected[stage], one.Probabilities[stage], 2e-6f);
        }
    }

    [Fact]
    public void A_probability_of_zero_is_no_veto()
    {
        var decisions = Run(SmootherSpec.Default with { Memory = Memories.Drawn(new Random(3)) }, [0, 0, 1, 0, 0]);
        Assert.All(decisions, one => Assert.All(one.Probabilities, share => Assert.InRange(share, 1e-30f, 1)));
    }

    [Fact]
    public void Faulty_memories_and_foreign_states_are_refused_by_name()
    {
        var memory = Memories.Drawn(new Random(1));
        var spec = SmootherSpec.Default with { Memory = memory };
        Assert.Null(spec.Fault());
        Assert.Equal("memory.kept has 0 values, 1 to 8 are allowed.", With(memory with { Kept = [] }));
        Assert.StartsWith("memory.kept is 1, each must be above 0 and below 1", With(memory with { Kept = [1] }));
        Assert.StartsWith("memory.final has 4 rows, 5 are needed", With(memory with { Final = memory.Final[..4] }));
        Assert.StartsWith("memory.revised[2] has 3 values", With(memory with { Revised = [memory.Final[0], memory.Final[1], [1, 2, 3], memory.Final[3], memory.Final[4]] }));
        Assert.StartsWith("memory.final[0] has a value outside -1000 to 1000", With(memory with { Final = [[.. memory.Final[0][..^1], double.NaN], .. memory.Final[1..]] }));

        var (remembering, plain) = (new StageSmoother(spec), new StageSmoother(SmootherSpec.Default));
        remembering.Accept(0, s_asleep);
        plain.Accept(0, s_asleep);
        Assert.True(StageSmoother.Takes(spec, remembering.Save()));
        Assert.False(StageSmoother.Takes(SmootherSpec.Default, remembering.Save()));
        Assert.False(StageSmoother.Takes(spec, plain.Save()));
        Assert.False(StageSmoother.Takes(spec, remembering.Save().AsSpan(0, remembering.Save().Length - 8)));

        string? With(MemorySpec changed) => (SmootherSpec.Default with { Memory = changed }).Fault();
    }

    private static List<StageDecision> Run(SmootherSpec spec, params float[]?[] night)
    {
        var smoother = new StageSmoother(spec);
        var decisions = night.SelectMany((one, epoch) => smoother.Accept(epoch, one)).ToList();
        decisions.AddRange(smoother.End());
        return decisions;
    }
}

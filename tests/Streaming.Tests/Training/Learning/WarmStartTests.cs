using Streaming.Training.Learning;
using Streaming.Training.Networks;

namespace Streaming.Tests.Training.Learning;

public sealed class WarmStartTests
{
    private static readonly StageNetOptions s_single = StageNetPlan.Whole with { Derivations = 1 };

    [Fact]
    public void Whole_network_takes_over_what_one_row_learnt()
    {
        var single = StageNet.Build(s_single, 1, training: false).Parameters;
        var whole = StageNet.Build(StageNetPlan.Whole, 1, training: false).Parameters;
        var learnt = single.Initialise(3);
        var start = WarmStart.Spread(single, learnt, whole, whole.Initialise(4));
        Assert.Equal(whole.Count, start.Length);
        foreach (var (from, to) in single.Specs.Zip(whole.Specs))
        {
            if (from.Count == to.Count) Assert.Equal(learnt.AsSpan(from.Offset, from.Count), start.AsSpan(to.Offset, to.Count));
            else Assert.Equal("derivation", to.Name);
        }
    }

    [Fact]
    public void Networks_that_do_not_match_are_refused()
    {
        var single = StageNet.Build(s_single, 1, training: false).Parameters;
        var other = StageNet.Build(s_single with { Channels = [24, 40, 48] }, 1, training: false).Parameters;
        Assert.Throws<ArgumentException>(() => WarmStart.Spread(single, single.Initialise(1), other, other.Initialise(1)));
    }
}

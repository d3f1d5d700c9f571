using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

public sealed class NoveltyRunTests
{
    [Fact]
    public void Auroc_is_the_share_of_pairs_in_the_right_order()
    {
        Assert.Equal(1, NoveltyRun.Auroc([1, 2, 3], [4, double.PositiveInfinity]));
        Assert.Equal(0, NoveltyRun.Auroc([4, 5], [1, 2]));
        Assert.Equal(0.5, NoveltyRun.Auroc([1, 2], [1, 2]));
        Assert.Equal(5.0 / 6, NoveltyRun.Auroc([1, 2, 3], [2.5, 9]), 1e-12);
        Assert.True(double.IsNaN(NoveltyRun.Auroc([], [1])));
    }

    [Fact]
    public void Strange_inputs_keep_times_and_channels_and_replace_every_sample()
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = 1, RateHz = 200 }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var blocks = night.Blocks().Take(3).ToArray();
        foreach (var input in StrangeInput.All.Where(input => input.Samples is not null))
        {
            var change = input.Samples!(night.Study);
            foreach (var block in blocks)
            {
                var changed = change(block);
                foreach (var (own, other) in block.Channels.Zip(changed.Channels))
                {
                    Assert.Equal((own.Channel, own.FirstIndex, own.Values.Length), (other.Channel, other.FirstIndex, other.Values.Length));
                    if (input.Name == "inverted") Assert.Equal(own.Values.ToArray().Select(value => -value), other.Values.ToArray());
                    if (input.Name == "flat") Assert.Single(other.Values.ToArray().Distinct());
                }
            }
        }
        Assert.Equal(StrangeInput.All.Count, StrangeInput.All.Select(input => input.Name).Distinct().Count());
    }
}

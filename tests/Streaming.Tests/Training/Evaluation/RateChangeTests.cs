using Streaming.Core.Signals;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

public sealed class RateChangeTests
{
    private static readonly ChannelScaling Scaling = new("-3276.8", "3276.7", short.MinValue, short.MaxValue);
    private static readonly Study Study = new(
        Guid.Empty, DateTimeOffset.UnixEpoch, Rational.Zero, [new Channel(0, "C4-M1", ChannelKind.Eeg, "uV", 500, Scaling)]);

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(256)]
    public void Slower_recorder_keeps_a_rhythm_where_it_was(int rateHz)
    {
        var values = Changed(rateHz, time => 3000 * Math.Sin(2 * Math.PI * 11 * time));
        Assert.Equal(Last(rateHz, 20) + 1, values.Length);
        for (var m = rateHz; m < values.Length; m++) // the first second holds what came before the study
            Assert.Equal(3000 * Math.Sin(2 * Math.PI * 11 * m / rateHz), values[m], 20.0);
    }

    [Fact]
    public void What_a_slower_recorder_cannot_hold_is_gone_and_not_folded_down()
    {
        var values = Changed(100, time => 3000 * Math.Sin(2 * Math.PI * 70 * time));
        Assert.All(values.Skip(100), value => Assert.InRange(value, -10, 10));
    }

    private static int[] Changed(int rateHz, Func<double, double> signal)
    {
        var condition = RateChange.To(rateHz);
        Assert.Equal(rateHz, (double)condition.Applied(Study).Channels[0].RateHz);
        var change = condition.Samples!(Study);
        var values = new List<int>();
        for (var second = 0; second < 20; second++)
        {
            int[] run = [.. Enumerable.Range(500 * second, 500).Select(n => (int)Math.Round(signal(n / 500.0)))];
            var changed = change(new SampleBlock(Study.Id, [new ChannelSamples(0, 500L * second, run)])).Channels[0];
            Assert.Equal(values.Count, changed.FirstIndex);
            values.AddRange(changed.Values.ToArray());
        }
        return [.. values.Take((int)Last(rateHz, 20) + 1)];
    }

    private static long Last(int rateHz, int seconds) => RateChange.To(rateHz).Ended(Study, new StudyEnd([500L * seconds - 1])).LastIndices[0];
}

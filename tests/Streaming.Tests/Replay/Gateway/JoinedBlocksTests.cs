using Streaming.Core.Signals;
using Streaming.Replay.Gateway;
using Xunit;

namespace Streaming.Tests.Replay.Gateway;

public sealed class JoinedBlocksTests
{
    private static readonly Study s_study = new(Guid.NewGuid(), DateTimeOffset.UnixEpoch, Rational.Zero,
    [
        new Channel(0, "C4-M1", ChannelKind.Eeg, "uV", 10, new ChannelScaling("-100", "100", -32768, 32767)),
        new Channel(1, "Pulse", ChannelKind.Other, "", 1, new ChannelScaling("-1", "1", -8388608, 8388607)) { SampleBytes = 3 },
    ]);

    [Fact]
    public void Blocks_are_joined_to_the_length_asked_for_and_keep_every_sample()
    {
        var joined = Join(Seconds(0, 23), 10);
        Assert.Equal([100, 100, 30], joined.Select(block => block.Channels[0].Values.Length));
        Assert.Equal([0L, 100, 200], joined.Select(block => block.Channels[0].FirstIndex));
        Assert.Equal([0L, 10, 20], joined.Select(block => block.Channels[1].FirstIndex));
        Assert.Equal(Enumerable.Range(0, 230), joined.SelectMany(block => block.Channels[0].Values.ToArray()));
        Assert.Equal(Enumerable.Range(0, 23), joined.SelectMany(block => block.Channels[1].Values.ToArray()));
    }

    [Fact]
    public void A_gap_stays_between_two_blocks() =>
        Assert.Equal([40, 60], Join([.. Seconds(0, 4), .. Seconds(5, 6)], 10).Select(block => block.Channels[0].Values.Length));

    [Fact]
    public void No_block_becomes_larger_than_half_of_what_a_message_may_have()
    {
        var large = Enumerable.Range(0, 4).Select(n =>
            new SampleBlock(s_study.Id, [new ChannelSamples(0, n * 100_000L, new int[100_000])]));
        Assert.Equal([200_000, 200_000], Join(large, 10).Select(block => block.Channels[0].Values.Length));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(60, 3)]
    [InlineData(1000, 10)]
    [InlineData(double.PositiveInfinity, 10)]
    public void A_bed_sends_twenty_messages_a_second_until_they_are_ten_seconds_long(double speed, int joined) =>
        Assert.Equal(joined, PlayOptions.JoinedAt(speed));

    private static List<SampleBlock> Join(IEnumerable<SampleBlock> blocks, int most) => [.. new JoinedBlocks(s_study, most).Of(blocks)];

    private static IEnumerable<SampleBlock> Seconds(int from, int count) => Enumerable.Range(from, count).Select(second => new SampleBlock(s_study.Id,
    [
        new ChannelSamples(0, 10L * second, Enumerable.Range(10 * second, 10).ToArray()),
        new ChannelSamples(1, second, new[] { second }),
    ]));
}

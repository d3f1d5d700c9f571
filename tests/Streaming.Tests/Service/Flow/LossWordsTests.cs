using Streaming.Service.Flow;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

public sealed class LossWordsTests
{
    [Fact]
    public void Loss_is_told_in_seconds_of_the_channels_that_lost_most()
    {
        Assert.Null(LossWords.Of([Account("C4-M1", 0)]));
        Assert.Equal("20 s of one epoch were lost: F4", LossWords.Of([Account("C4-M1", 0), Account("F4", 4000)]));
        Assert.Equal("30 s of one epoch were lost: E, D, A and 2 more", LossWords.Of([Account("A", 3), Account("B", 2), Account("C", 1), Account("D", 3000), Account("E", 6000)]));
        Assert.Equal("0.1 s of one epoch were lost: A", LossWords.Of([Account("A", 1)]));
    }

    [Fact]
    public void Channels_of_one_label_are_told_with_their_numbers()
    {
        ChannelAccount[] accounts = [Account("F4", 10), Account("C4-M1", 0), Account("C4-M1", 4000)];
        Assert.Equal("20 s of one epoch were lost: C4-M1 (channel 2), F4", LossWords.Of(accounts)); // of an older version: in the channels' order
        accounts[2].Number = 7;
        Assert.Equal("20 s of one epoch were lost: C4-M1 (channel 7), F4", LossWords.Of(accounts));
    }

    private static ChannelAccount Account(string channel, long lost) => new() { Channel = channel, Expected = 6000, Lost = lost };
}

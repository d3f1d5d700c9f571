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

    private static ChannelAccount Account(string channel, long lost) => new() { Channel = channel, Expected = 6000, Lost = lost };
}

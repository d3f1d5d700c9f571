using Streaming.Core.Hypnogram;
using Xunit;

namespace Streaming.Tests.Core.Hypnogram;

public sealed class SpreadTests
{
    [Fact]
    public void Spread_of_five_values_is_what_is_read_off_them()
    {
        var spread = Spread.Of([5, 1, double.NaN, 2, 4, 3]);
        Assert.Equal(new Spread(5, 3, Math.Sqrt(2.5), 1, 2, 3, 4, 5), spread);
    }

    [Fact]
    public void Nothing_has_no_spread()
    {
        Assert.True(double.IsNaN(Spread.Of([]).Median));
        Assert.True(double.IsNaN(Spread.Of([1]).Deviation));
    }
}

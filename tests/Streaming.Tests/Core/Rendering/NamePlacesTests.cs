using Streaming.Core.Rendering;
using Xunit;

namespace Streaming.Tests.Core.Rendering;

public sealed class NamePlacesTests
{
    [Fact]
    public void Names_that_share_columns_stand_below_each_other_and_none_lies_on_another()
    {
        var places = new NamePlaces(stackalloc int[6 * NamePlaces.Lines]);

        Assert.Equal(0, places.Take(0, 100, 142));
        Assert.Equal(1, places.Take(0, 110, 128));
        Assert.Equal(1, places.Take(0, 130, 148)); // beside the second, below the first
        Assert.Equal(0, places.Take(0, 142, 160)); // where the first has ended
        Assert.Equal(0, places.Take(3, 110, 128)); // another row
    }

    [Fact]
    public void Name_without_a_place_is_told_so()
    {
        var places = new NamePlaces(stackalloc int[6 * NamePlaces.Lines]);
        for (var line = 0; line < NamePlaces.Lines; line++) Assert.Equal(line, places.Take(5, 10, 50));

        Assert.Equal(-1, places.Take(5, 49, 60));
        Assert.Equal(0, places.Take(5, 50, 60));
    }
}

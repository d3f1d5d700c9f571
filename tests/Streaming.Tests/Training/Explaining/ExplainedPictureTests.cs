using Streaming.Core.Staging;
using Streaming.Tests.Core.Rendering;
using Streaming.Training.Explaining;

namespace Streaming.Tests.Training.Explaining;

public sealed class ExplainedPictureTests
{
    [Fact]
    public void Pointing_counts_cells_of_rows_that_are_there()
    {
        var rows = Epochs.Of(Epochs.Samples(_ => 1), 1).Rows.ToArray();
        rows[5] = null;
        var (map, defining) = (new float[180], new bool[180]);
        (map[40], map[175]) = (2, 9); // the larger one lies in a row that is not there
        for (var cell = 30; cell < 45; cell++) defining[cell] = true;
        var picture = new ExplainedPicture(Epochs.Of(rows, [1, 1, 1, 1, 1, 0]), Stage.N2, map, null, defining);

        Assert.True(picture.Hits(map));
        Assert.Equal(0.1, picture.Chance, 1e-12);
        Assert.Equal(1, picture.ShareInside(map), 1e-12);
    }

    [Theory]
    [InlineData(0, 12, "Event")]
    [InlineData(1, 12, "SecondBrain")]
    [InlineData(3, 12, "SecondOther")]
    [InlineData(2, 20, "Brain")]
    [InlineData(4, 20, "Other")]
    public void The_weightiest_cell_is_placed_by_event_second_and_organ(int row, int second, string place)
    {
        var (map, defining) = (new float[180], new bool[180]);
        map[row * 30 + second] = 1;
        defining[12] = true;

        Assert.Equal(place, new ExplainedPicture(Epochs.Of(Epochs.Samples(_ => 1), 1), Stage.N3, map, null, defining).Pointed.ToString());
    }

    [Fact]
    public void Agreement_is_one_with_itself_less_one_with_its_opposite_and_none_with_a_constant()
    {
        float[] map = [.. Enumerable.Range(0, 180).Select(cell => (float)Math.Sin(cell))];
        var picture = new ExplainedPicture(Epochs.Of(Epochs.Samples(_ => 1), 1), Stage.N2, map, null, new bool[180]);

        Assert.Equal(1, picture.Agreement(map, map), 1e-12);
        Assert.Equal(-1, picture.Agreement(map, [.. map.Select(weight => -weight)]), 1e-12);
        Assert.Equal(0, picture.Agreement(map, new float[180]));
    }
}

using Streaming.Station.Watching;
using Streaming.V1;

namespace Streaming.Tests.Station;

/// <summary>The terminal's live table on terminals of this world.</summary>
public sealed class BoardFitTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(130)]
    [InlineData(200)]
    public void Columns_fill_a_line_and_no_more(int width)
    {
        var fit = BoardFit.Of([Row("lab/bed1"), Row("lab/Observation-Room-North-West-Wing-Second-Floor-Bed-12")], width, 40);

        Assert.InRange(fit.Columns.Sum(column => column.Width + fit.Gap), 1, width);
        Assert.Equal(fit.NameWidth, BoardFit.Cut(fit.Rows[1].Name, fit.NameWidth).Length);
        Assert.Equal("lab/bed1", BoardFit.Cut(fit.Rows[0].Name, fit.NameWidth));
    }

    [Fact]
    public void Where_not_all_fit_those_that_need_a_look_do()
    {
        var rows = Enumerable.Range(1, 30).Select(n => Row($"lab/bed{n:00}")).ToList();
        rows[27] = Row("lab/bed28", BedState.Stalled);
        rows[28] = Row("lab/bed29", stage: Stage.Unscorable);
        rows[0] = Row("lab/bed01", BedState.Ended);

        var fit = BoardFit.Of(rows, 120, 24);

        Assert.Equal((19, 11), (fit.Rows.Count, fit.Left));
        Assert.Equal(["lab/bed28", "lab/bed29", "lab/bed02"], fit.Rows.Take(3).Select(row => row.Name));
        Assert.Empty(fit.Reasoned);
    }

    [Fact]
    public void Where_all_fit_they_keep_their_order_and_reasons_have_what_is_left()
    {
        var rows = Enumerable.Range(1, 12).Select(n => Row($"lab/bed{n:00}")).ToList();
        rows[7] = Row("lab/bed08", BedState.Stalled);

        var fit = BoardFit.Of(rows, 120, 24);

        Assert.Equal(rows, fit.Rows);
        Assert.Equal((0, 8), (fit.Left, fit.Reasoned.Count));
    }

    private static BedRow Row(string name, BedState state = BedState.Staging, Stage stage = Stage.N2) => BedRow.Empty(name)
        .With(new Bed { State = state, StudyId = "s" })
        .With(new StageReport { StudyId = "s", Revision = Revision.Final, Stage = stage, Reason = new Reason { Sentence = "N2" } }, default);
}

using Streaming.Service.Flow;
using Streaming.Service.Ingest;

namespace Streaming.Tests.Service.Flow;

public sealed class BedBoardTests
{
    private static readonly BedKey Bed = new("lab", "bed-1");

    [Fact]
    public void Samples_that_were_ahead_of_the_study_s_begin_count_once_it_is_shown()
    {
        var board = new BedBoard();
        board.Reach(Bed, "second", 90);
        Assert.Equal(0, board.Find(Bed)!.StudySeconds);

        board.Change(Bed, bed => BedBoard.Begin(bed, "second"));

        Assert.Equal(90, board.Find(Bed)!.StudySeconds);
    }

    [Fact]
    public void A_new_study_begins_at_nought()
    {
        var board = new BedBoard();
        board.Change(Bed, bed => BedBoard.Begin(bed, "first"));
        board.Reach(Bed, "first", 30_000);

        board.Change(Bed, bed => BedBoard.Begin(bed, "second"));

        Assert.Equal(0, board.Find(Bed)!.StudySeconds);
    }
}

using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

public sealed class BedBoardTests
{
    private static readonly BedKey Bed = new("lab", "bed-1");
    private static readonly DateTimeOffset s_at = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public void Samples_that_were_ahead_of_the_study_s_begin_count_once_it_is_shown()
    {
        var board = new BedBoard();
        board.Reach(Bed, "second", 90, 3, s_at);
        Assert.Equal(0, board.Find(Bed)!.StudySeconds);

        board.Change(Bed, bed => ShownBed.Begin(bed, "second"));

        Assert.Equal(90, board.Find(Bed)!.StudySeconds);
    }

    [Fact]
    public void A_new_study_begins_at_nought()
    {
        var board = new BedBoard();
        board.Change(Bed, bed => ShownBed.Begin(bed, "first"));
        board.Reach(Bed, "first", 30_000, 1000, s_at);

        board.Change(Bed, bed => ShownBed.Begin(bed, "second"));

        Assert.Equal(0, board.Find(Bed)!.StudySeconds);
        Assert.Null(board.Find(Bed)!.LastSamples);
    }

    [Theory]
    [InlineData(BedState.Stalled, BedState.Stalled)]
    [InlineData(BedState.Waiting, BedState.Waiting)]
    [InlineData(BedState.Calibrating, BedState.Staging)]
    public void What_is_decided_late_does_not_end_a_silence(BedState before, BedState after)
    {
        var board = new BedBoard();
        board.Change(Bed, bed => bed.State = before);

        board.Change(Bed, bed => ShownBed.Decide(bed, [new StageReport { Revision = Revision.Final, Stage = Stage.N2 }], []));

        Assert.Equal(after, board.Find(Bed)!.State);
    }

    [Fact]
    public void Only_samples_of_the_study_shown_are_its_last()
    {
        var board = new BedBoard();
        board.Change(Bed, bed => ShownBed.Begin(bed, "first"));
        board.Hear(Bed, s_at.AddMinutes(7)); // a status, or a gateway's will
        Assert.Null(board.Find(Bed)!.LastSamples);

        board.Reach(Bed, "first", 1, 1, s_at);

        Assert.Equal((s_at, s_at.AddMinutes(7)), (board.Find(Bed)!.LastSamples.ToDateTimeOffset(), board.Find(Bed)!.LastMessage.ToDateTimeOffset()));
    }
}

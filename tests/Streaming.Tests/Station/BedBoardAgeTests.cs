using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Time.Testing;
using Streaming.Client;
using Streaming.Station.Watching;
using Streaming.V1;

namespace Streaming.Tests.Station;

/// <summary>How old a result is goes by one clock, the service's, whatever the station's computer is set to.</summary>
public sealed class BedBoardAgeTests
{
    private readonly DateTimeOffset _decided = new(2026, 3, 29, 0, 59, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(-3600)] // a result of an hour ago passed for one of now
    [InlineData(3600)]
    public void Age_is_that_by_the_service(int wrongBySeconds)
    {
        var board = new BedBoard(_time);
        _time.SetUtcNow(_decided.AddMinutes(40).AddSeconds(wrongBySeconds));
        board.Apply(new WatchItem.Snapshot(false, [new Night { Site = "lab", Bed = "a", Reports = { Report(5, _decided) } }], []));
        Beat(board, _decided.AddMinutes(40));
        Assert.Equal(TimeSpan.FromMinutes(40), Age(board));

        // Told late, after a break: it is as old as it is.
        board.Apply(new WatchItem.Stage(Report(6, _decided.AddSeconds(30))));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(40 * 60 - 28), Age(board));
    }

    private static TimeSpan Age(BedBoard board) => board.ServiceNow - board.Rows[0].DecidedAt;

    private static void Beat(BedBoard board, DateTimeOffset at) => board.Apply(new WatchItem.Heartbeat(new Heartbeat { At = at.ToTimestamp() }));

    private static StageReport Report(long epoch, DateTimeOffset decided) => new()
    {
        StudyId = "s", Site = "lab", Bed = "a", Epoch = epoch, Revision = Revision.Final, Committed = decided.ToTimestamp(),
    };
}

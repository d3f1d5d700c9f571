using Streaming.Training.Explaining;

namespace Streaming.Tests.Training.Explaining;

public sealed class DetectorTallyTests
{
    [Fact]
    public void Tally_counts_each_event_once_and_each_finding_once()
    {
        var tally = new DetectorTally();
        tally.Add(
            [new(1, 2), new(5, 6), new(9, 10)],
            [new(1.1, 1.9), new(1.95, 2.5), new(5.9, 7), new(20, 21)]);

        // The second finding shares too little with the first event, and the third with the second.
        Assert.Equal((1, 2, 3), (tally.Found, tally.Missed, tally.False));
        Assert.Equal(2.0 / 7, tally.F1, 1e-12);
    }

    [Fact]
    public void Tally_takes_events_that_overlap_for_one()
    {
        var tally = new DetectorTally();
        tally.Add([new(1, 2), new(1.5, 3)], [new(1, 1.8), new(1.7, 3.2)]);

        Assert.Equal((1, 0, 0), (tally.Found, tally.Missed, tally.False));
    }
}

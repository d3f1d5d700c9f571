using Streaming.Station.Watching;
using Streaming.V1;
using static Streaming.Tests.Client.Messages;

namespace Streaming.Tests.Station;

public sealed class WatchTallyTests
{
    private readonly WatchTally _tally = new();

    [Fact]
    public void Each_epoch_counts_once_and_latencies_are_those_of_FINALs()
    {
        for (var epoch = 0; epoch < 100; epoch++)
        {
            _tally.Take(Report(epoch, Revision.Final, 1), epoch + 1);
            _tally.Take(Report(epoch, Revision.Final, 1), null);
            _tally.Take(Report(epoch, Revision.Revised, 2), 5000);
        }

        _tally.Take(Report(100, Revision.Final, 1, Stage.Unscorable), null);
        _tally.Take(new Bed { Site = "s", Bed_ = "b", LostSamples = 4 });
        _tally.Take(new Bed { Site = "s", Bed_ = "c", LostSamples = 1 });
        _tally.Update(new Bed { Site = "s", Bed_ = "c", LostSamples = 2 });
        _tally.Update(new Bed { Site = "s", Bed_ = "stranger", LostSamples = 50 });

        Assert.Equal("finals=100 revised=100 unscorable=1 lost_samples=6 p50_ms=50.0 p99_ms=99.0", _tally.Summary());
    }

    [Fact]
    public void Summary_of_nothing_says_so() => Assert.Equal("finals=0 revised=0 unscorable=0 lost_samples=0 p50_ms=- p99_ms=-", _tally.Summary());

    [Fact]
    public void All_have_ended_when_every_study_seen_running_has_and_each_epoch_has_its_REVISED()
    {
        Assert.False(_tally.AllEnded);
        _tally.Take(new Bed { Site = "s", Bed_ = "old", StudyId = "yesterday", State = BedState.Ended });
        Assert.False(_tally.AllEnded);
        _tally.Take(BedOf(BedState.Staging, 0));
        _tally.Take(Report(0, Revision.Final, 1), null);
        Assert.False(_tally.AllEnded);
        _tally.Take(BedOf(BedState.Ended, 2));
        _tally.Take(Report(0, Revision.Revised, 2), null);
        Assert.False(_tally.AllEnded);
        _tally.Take(Report(1, Revision.Final, 3), null);
        Assert.False(_tally.AllEnded);
        _tally.Take(Report(1, Revision.Revised, 4), null);
        Assert.True(_tally.AllEnded);

        static Bed BedOf(BedState state, int finals) => new() { Site = "s", Bed_ = "b", StudyId = "study", State = state, FinalEpochs = finals };
    }
}

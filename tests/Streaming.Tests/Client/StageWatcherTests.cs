using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Streaming.Client;
using Streaming.V1;
using static Streaming.Tests.Client.Messages;

namespace Streaming.Tests.Client;

public sealed class StageWatcherTests
{
    [Fact]
    public async Task Snapshot_comes_whole_and_then_the_deltas()
    {
        await using var watched = new Watched(new ScriptedMonitor(new ScriptedStream().Say(
            Begin(), SnapshotNight(1, Report(0, Revision.Revised, 1)), SnapshotNight(1), Standing("b"), SnapshotEnd(1), Told(1, Revision.Final, 2))));
        var items = await watched.TakeAsync(3);

        Assert.Equal(ConnectionPhase.Live, Assert.IsType<WatchItem.Connection>(items[0]).State.Phase);
        Assert.Equal((false, 2), (Assert.IsType<WatchItem.Snapshot>(items[1]).Reset, ((WatchItem.Snapshot)items[1]).Nights.Count));
        Assert.Equal(["b"], ((WatchItem.Snapshot)items[1]).Beds.Select(bed => bed.Bed_));
        Assert.Equal(1, Assert.IsType<WatchItem.Stage>(items[2]).Report.Epoch);
        Assert.Equal(Token(2), watched.Watcher.Token);
    }

    [Fact]
    public async Task Break_is_told_with_its_reason_and_the_stream_resumes_where_it_stood()
    {
        var monitor = new ScriptedMonitor(
            new ScriptedStream().Say(Beat(10, 4), Told(1, Revision.Final, 5)).Break(StatusCode.Unavailable, "gone"),
            new ScriptedStream().Say(Told(2, Revision.Final, 6)));
        await using var watched = new Watched(monitor);
        await watched.TakeAsync(3);
        var heard = watched.Time.GetUtcNow();
        var stale = Assert.IsType<WatchItem.Connection>(await watched.NextAsync()).State;
        var live = Assert.IsType<WatchItem.Connection>(await watched.NextAsync()).State;

        Assert.Equal((ConnectionPhase.Stale, heard, "Unavailable: gone"), (stale.Phase, stale.Since, stale.Reason));
        Assert.Equal(ConnectionPhase.Live, live.Phase);
        Assert.Equal(2, Assert.IsType<WatchItem.Stage>(await watched.NextAsync()).Report.Epoch);
        Assert.Null(monitor.Requests[0].Resume);
        Assert.Equal(Token(5), monitor.Requests[1].Resume);
    }

    [Fact]
    public async Task Half_a_snapshot_is_none_and_is_asked_for_again()
    {
        var monitor = new ScriptedMonitor(
            new ScriptedStream().Say(Begin(at: 9), SnapshotNight(9, Report(0, Revision.Final, 1))).End(),
            new ScriptedStream().Say(Begin(at: 9), SnapshotNight(9, Report(0, Revision.Final, 1)), SnapshotEnd(9)));
        await using var watched = new Watched(monitor);
        var items = await watched.TakeAsync(2);

        // Not live before it is whole: what the caller has is of before.
        Assert.Equal(ConnectionPhase.Live, Assert.IsType<WatchItem.Connection>(items[0]).State.Phase);
        Assert.Single(Assert.IsType<WatchItem.Snapshot>(items[1]).Nights);
        Assert.Equal([null, null], monitor.Requests.Select(request => request.Resume));
    }

    /// <summary>What stands at a bed that never had a night comes within the snapshot; whoever forgets what it had when that comes must still hear of it.</summary>
    [Fact]
    public async Task Advisory_of_a_snapshot_follows_it()
    {
        var advisory = new WatchResponse { Advisory = new Advisory { AdvisoryId = "a", Site = "s", Bed = "b" }, Token = Token(1) };
        var monitor = new ScriptedMonitor(
            new ScriptedStream().Say(Begin(reset: true), advisory).End(), // half of it
            new ScriptedStream().Say(Begin(reset: true), Standing("b"), advisory, SnapshotEnd(1), Told(1, Revision.Final, 2)));
        await using var watched = new Watched(monitor);
        var items = await watched.TakeAsync(4);

        Assert.IsType<WatchItem.Connection>(items[0]);
        Assert.True(Assert.IsType<WatchItem.Snapshot>(items[1]).Reset);
        Assert.Equal("a", Assert.IsType<WatchItem.AdvisoryChanged>(items[2]).Advisory.AdvisoryId);
        Assert.IsType<WatchItem.Stage>(items[3]);
    }

    [Fact]
    public async Task What_is_delivered_again_or_overtaken_is_not_passed_on()
    {
        var told = new[]
        {
            Told(1, Revision.Final, 2), Told(1, Revision.Final, 2), Told(1, Revision.Revised, 3), Told(1, Revision.Final, 2),
            Told(1, Revision.Overridden, 4), Told(1, Revision.Revised, 3), Told(1, Revision.Overridden, 5), Told(2, Revision.Final, 6),
        };
        await using var watched = new Watched(new ScriptedMonitor(new ScriptedStream().Say(told)));
        var reports = (await watched.TakeAsync(6)).OfType<WatchItem.Stage>().Select(item => item.Report.CommitSequence);

        Assert.Equal([2ul, 3, 4, 5, 6], reports);
    }

    [Fact]
    public async Task Provisional_results_stand_outside()
    {
        var told = Enumerable.Range(0, 3).Select(i => new WatchResponse
        {
            Report = new StageReport { StudyId = "study", Epoch = -1, Revision = Revision.Provisional, WindowLastIndex = i },
        });
        await using var watched = new Watched(new ScriptedMonitor(new ScriptedStream().Say([.. told])));

        Assert.Equal(3, (await watched.TakeAsync(4)).OfType<WatchItem.Stage>().Count());
    }

    [Fact]
    public async Task Reset_snapshot_makes_the_watcher_forget()
    {
        await using var watched = new Watched(new ScriptedMonitor(
            new ScriptedStream().Say(Told(1, Revision.Revised, 90)).End(),
            new ScriptedStream().Say(Begin(reset: true), SnapshotEnd(1), Told(1, Revision.Final, 2))));
        var items = await watched.TakeAsync(6);

        Assert.True(Assert.IsType<WatchItem.Snapshot>(items[4]).Reset);
        Assert.Equal(2ul, Assert.IsType<WatchItem.Stage>(items[5]).Report.CommitSequence);
    }

    [Fact]
    public async Task Silence_of_two_and_a_half_heartbeat_intervals_means_the_connection_is_dead()
    {
        await using var watched = new Watched(new ScriptedMonitor(new ScriptedStream().Say(Beat(4)), new ScriptedStream().Say(Beat(4))));
        await watched.TakeAsync(2);
        var heard = watched.Time.GetUtcNow();
        var next = watched.BeginNext();
        watched.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(next.IsCompleted);
        watched.Time.Advance(TimeSpan.FromSeconds(0.2));
        var stale = Assert.IsType<WatchItem.Connection>(await next).State;

        Assert.Equal((ConnectionPhase.Stale, heard, "no word from the service for 10 s"), (stale.Phase, stale.Since, stale.Reason));
        Assert.Equal(ConnectionPhase.Live, Assert.IsType<WatchItem.Connection>(await watched.NextAsync()).State.Phase);
    }

    /// <summary>On a slow line a night of a snapshot is long under way; given up each time, it would never come.</summary>
    [Fact]
    public async Task Snapshot_that_comes_slowly_is_waited_for()
    {
        var slow = new ScriptedStream().Say(Begin());
        await using var watched = new Watched(new ScriptedMonitor(slow, new ScriptedStream().Say(Beat(4))));
        var next = watched.BeginNext();
        watched.Time.Advance(TimeSpan.FromSeconds(290));
        Assert.False(next.IsCompleted);
        Assert.Equal(ConnectionPhase.Connecting, watched.Watcher.State.Phase);
        slow.Say(SnapshotNight(1, Report(0, Revision.Final, 1)), SnapshotEnd(1), Beat(4));
        Assert.Equal(ConnectionPhase.Live, Assert.IsType<WatchItem.Connection>(await next).State.Phase);
        Assert.Single(Assert.IsType<WatchItem.Snapshot>(await watched.NextAsync()).Nights);

        Assert.IsType<WatchItem.Heartbeat>(await watched.NextAsync());
        next = watched.BeginNext();
        watched.Time.Advance(TimeSpan.FromSeconds(10.1));
        Assert.Equal(ConnectionPhase.Stale, Assert.IsType<WatchItem.Connection>(await next).State.Phase);
    }

    [Fact]
    public async Task Snapshot_that_comes_no_more_is_given_up()
    {
        await using var watched = new Watched(new ScriptedMonitor(new ScriptedStream().Say(Begin()), new ScriptedStream().Say(Beat(4))));
        var next = watched.BeginNext();
        watched.Time.Advance(TimeSpan.FromSeconds(300.1));
        while (watched.Watcher.State.FailedAttempts == 0) await Task.Yield();
        Assert.Equal("no word from the service for 300 s", watched.Watcher.State.Reason);
        Assert.False(next.IsCompleted);
        Assert.IsType<WatchItem.Connection>(await Task.Run(async () =>
        {
            for (; !next.IsCompleted; await Task.Yield()) watched.Time.Advance(TimeSpan.FromMilliseconds(100));
            return await next;
        }));
    }

    [Fact]
    public async Task Slow_caller_is_not_taken_for_a_silent_service()
    {
        await using var watched = new Watched(new ScriptedMonitor(new ScriptedStream().Say(Beat(4), Told(1, Revision.Final, 2))));
        await watched.TakeAsync(2);
        watched.Time.Advance(TimeSpan.FromHours(1));

        Assert.IsType<WatchItem.Stage>(await watched.NextAsync());
    }

    [Fact]
    public async Task Failed_attempts_are_counted_and_their_pauses_bounded()
    {
        const int failures = 12;
        var down = Enumerable.Range(0, failures).Select(_ => new ScriptedStream().Break(StatusCode.Unavailable, "down"));
        var monitor = new ScriptedMonitor([.. down, new ScriptedStream().Say(Beat(10))]);
        await using var watched = new Watched(monitor);
        var start = watched.Time.GetUtcNow();
        var next = watched.BeginNext();
        while (monitor.Requests.Count < failures)
        {
            watched.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal((ConnectionPhase.Connecting, "Unavailable: down"), (watched.Watcher.State.Phase, watched.Watcher.State.Reason));
        while (!next.IsCompleted)
        {
            watched.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal(ConnectionPhase.Live, Assert.IsType<WatchItem.Connection>(await next).State.Phase);
        Assert.Equal(failures + 1, monitor.Requests.Count);
        Assert.True(watched.Time.GetUtcNow() > start);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.PermissionDenied)]
    [InlineData(StatusCode.Unauthenticated)]
    public async Task Refusal_that_no_new_attempt_can_mend_is_thrown(StatusCode code)
    {
        await using var watched = new Watched(new ScriptedMonitor(new ScriptedStream().Break(code, "no")));

        Assert.Equal(code, (await Assert.ThrowsAsync<RpcException>(watched.NextAsync)).StatusCode);
    }

    [Fact]
    public async Task Cancellation_ends_the_watch()
    {
        using var cancellation = new CancellationTokenSource();
        var monitor = new ScriptedMonitor(new ScriptedStream().Say(Beat(10)));
        var watcher = new StageWatcher(monitor, WatchFilter.Everything, new MonitorOptions(), new FakeTimeProvider());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in watcher.WatchAsync(cancellationToken: cancellation.Token))
            {
                if (item is WatchItem.Heartbeat)
                    await cancellation.CancelAsync();
            }
        });
    }
}

using Streaming.Client;
using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>One run of watch: follows the stream, shows it, keeps the totals, and ends when it was told to.</summary>
internal sealed class WatchSession(TimeProvider time)
{
    private static readonly TimeSpan PatienceAtEnd = TimeSpan.FromSeconds(3);

    private readonly WatchTally _tally = new();
    private readonly BedBoard _board = new(time);
    private ResultsFile? _results;

    public required bool IsPlain { get; init; }

    public required TimeSpan? Duration { get; init; }

    public required bool UntilEnded { get; init; }

    public required FileInfo? RecordFile { get; init; }

    public required FileInfo? SummaryFile { get; init; }

    /// <summary>Follows why no connection comes about: what to think of where none says why.</summary>
    public required string BrokenOff { get; init; }

    public async Task RunAsync(MonitorConnection connection, WatchFilter filter, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = Duration is { } duration
            ? time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), end, duration, Timeout.InfiniteTimeSpan)
            : null;
        using var results = _results = RecordFile is null ? null : ResultsFile.Create(RecordFile);
        var watcher = connection.Watch(filter);
        using var screenEnd = new CancellationTokenSource();
        var screen = IsPlain ? TellFailuresAsync(watcher, screenEnd.Token) : new BoardScreen(_board, watcher, time).ShowAsync(screenEnd.Token);
        try
        {
            await FollowAsync(watcher, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        finally
        {
            await screenEnd.CancelAsync().ConfigureAwait(false);
            await screen.ConfigureAwait(false);
        }

        if (SummaryFile is not null)
            await SummariseAsync(connection, SummaryFile).ConfigureAwait(false);
        if (watcher.State is { Phase: ConnectionPhase.Connecting, FailedAttempts: > 0 and var attempts, Reason: var reason })
            throw new IOException($"no service answered in {attempts} attempts; the last: {reason}");
    }

    private async Task FollowAsync(StageWatcher watcher, CancellationToken cancellationToken)
    {
        await foreach (var item in watcher.WatchAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            _board.Apply(item);
            switch (item)
            {
                case WatchItem.Snapshot snapshot:
                    foreach (var report in snapshot.Nights.SelectMany(night => night.Reports))
                        Take(report, null);
                    foreach (var known in snapshot.Beds)
                        _tally.Take(known);
                    break;
                case WatchItem.Stage { Report: { Revision: not Revision.Provisional } report }:
                    Take(report, ReportLatency.Milliseconds(report, time.GetUtcNow()));
                    break;
                case WatchItem.BedChanged { Bed: var bed }:
                    _tally.Take(bed);
                    break;
                case WatchItem.Connection { State: var state } when IsPlain:
                    await TellAsync(state).ConfigureAwait(false);
                    break;
            }

            if (UntilEnded && _tally.AllEnded)
                return;
        }
    }

    private void Take(StageReport report, double? latencyMilliseconds)
    {
        _tally.Take(report, latencyMilliseconds);
        _results?.Write(report, latencyMilliseconds);
        if (IsPlain)
            Console.WriteLine(PlainLine.Of(report, latencyMilliseconds));
    }

    private static Task TellAsync(ConnectionState state) => Console.Error.WriteLineAsync(state.Phase == ConnectionPhase.Live
        ? "station: live"
        : FormattableString.Invariant($"station: stale since {state.Since:yyyy-MM-ddTHH:mm:ssZ}: {state.Reason}"));

    /// <summary>Why no attempt succeeds, each reason once: a wrong authority or address stays wrong, and nothing else would be seen of it.</summary>
    private async Task TellFailuresAsync(StageWatcher watcher, CancellationToken end)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        var told = new HashSet<string>();
        try
        {
            while (await tick.WaitForNextTickAsync(end).ConfigureAwait(false))
            {
                if (watcher.State is { FailedAttempts: > 0, Reason: var reason } && told.Add(reason))
                    await Console.Error.WriteLineAsync($"station: not connected: {reason}{(reason.Contains("certificate", StringComparison.Ordinal) ? "" : BrokenOff)}").ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task SummariseAsync(MonitorConnection connection, FileInfo file)
    {
        try
        {
            // The last word on lost samples; a bed's last change may lie before its last loss.
            var options = new Grpc.Core.CallOptions(deadline: time.GetUtcNow().UtcDateTime + PatienceAtEnd);
            foreach (var bed in (await connection.Client.ListBedsAsync(new ListBedsRequest(), options)).Beds)
                _tally.Update(bed);
        }
        catch (Grpc.Core.RpcException e)
        {
            await Console.Error.WriteLineAsync($"station: the summary's losses are those last heard of: {e.StatusCode}").ConfigureAwait(false);
        }

        await File.WriteAllTextAsync(file.FullName, _tally.Summary() + "\n", CancellationToken.None).ConfigureAwait(false);
    }
}

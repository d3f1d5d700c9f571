using Streaming.Replay.Gateway;
using Streaming.Replay.Recordings;

namespace Streaming.Replay;

/// <summary>Plays all beds of a run at once, and reports.</summary>
internal sealed class ReplayRun(ReplayOptions options, TimeProvider time, TextWriter report)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);

    /// <returns>The exit code: 0 when every bed played to its end or was stopped, 1 when one failed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var limit = options.StopAfter is { } after ? new CancellationTokenSource(after, time) : new CancellationTokenSource();
        await using var stop = limit.Token.Register(stopping.Cancel);
        var names = options.BedNames();
        var progress = names.Select(name => new BedProgress(name)).ToArray();
        var recordings = Open(names);
        var playing = Task.WhenAll(names.Select((_, bed) => PlayAsync(recordings[bed], progress[bed], stopping.Token)));
        using var reporting = new CancellationTokenSource();
        var reports = ReportAsync(progress, recordings, reporting.Token);
        var outcomes = await playing;
        await reporting.CancelAsync();
        await reports;
        report.WriteLine(Summary(progress));
        return outcomes.All(isWell => isWell) ? 0 : 1;
    }

    private BedRecording[] Open(IReadOnlyList<string> names)
    {
        var recordings = new BedRecording[names.Count];
        var said = new HashSet<string>();
        for (var bed = 0; bed < names.Count; bed++)
        {
            recordings[bed] = options.Source.Open(bed);
            foreach (var remark in recordings[bed].Remarks.Where(said.Add)) report.WriteLine($"replay: {remark}");
        }

        return recordings;
    }

    private async Task<bool> PlayAsync(BedRecording recording, BedProgress progress, CancellationToken stopping)
    {
        await Task.Yield(); // reading and simulating one bed must not hold up the start of the next
        var topics = new BedTopics(options.Prefix, options.Site, progress.Bed);
        try
        {
            await using var gateway = new BedGateway(recording, topics, options.Broker, options.Play, progress, time);
            await gateway.RunAsync(stopping);
            if (progress.Refusal is { } reason) report.WriteLine($"replay: {progress.Bed}: the broker refused messages ({reason}).");
            return progress.Refusal is null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            report.WriteLine($"replay: {progress.Bed} failed: {exception.Message}");
            return false;
        }
    }

    private async Task ReportAsync(BedProgress[] beds, BedRecording[] recordings, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ReportInterval, time);
        var told = new HashSet<string>();
        var longest = recordings.Max(recording => (double)recording.DurationSeconds);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var slowest = TimeSpan.FromSeconds(Math.Floor(beds.Min(bed => bed.PlayedSeconds)));
                report.WriteLine($"replay: {slowest:c} of {TimeSpan.FromSeconds(Math.Floor(longest)):c} played,"
                    + $" {beds.Sum(bed => bed.Acknowledged)} messages acknowledged, {beds.Sum(bed => bed.Sent - bed.Acknowledged)} waiting,"
                    + $" {beds.Count(bed => bed.IsConnected)} of {beds.Length} beds connected");
                foreach (var away in beds.Select(bed => bed.Away).OfType<string>().Where(told.Add)) report.WriteLine($"replay: {away}");
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private static string Summary(BedProgress[] beds) =>
        $"replay: beds={beds.Length} ended={beds.Count(bed => bed.HasEnded)} messages={beds.Sum(bed => bed.Sent)}"
        + $" unacknowledged={beds.Sum(bed => bed.Sent - bed.Acknowledged)} withheld={beds.Sum(bed => bed.Withheld)}"
        + $" backfilled={beds.Sum(bed => bed.Backfilled)}";
}

using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Streaming.Client;
using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>The live table.</summary>
internal sealed class BoardScreen(BedBoard board, StageWatcher watcher, TimeProvider time)
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(250);

    public Task ShowAsync(CancellationToken cancellationToken) => AnsiConsole.Live(Draw()).AutoClear(false).StartAsync(async live =>
    {
        using var timer = new PeriodicTimer(RefreshInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
                live.UpdateTarget(Draw());
        }
        catch (OperationCanceledException)
        {
            live.UpdateTarget(Draw());
        }
    });

    internal IRenderable Draw()
    {
        var isLive = watcher.State.Phase == ConnectionPhase.Live;
        var table = new Table().Expand().Title("Sleep stages: automatic, unreviewed. No breathing, oxygen, heart rhythm or seizures are watched")
            .Caption(isLive ? Markup.Escape(Connection(watcher.State)) : $"[black on yellow] {Markup.Escape(Connection(watcher.State))} [/]");
        table.BorderColor(isLive ? Color.Default : Color.Yellow);
        table.AddColumns("Bed", "State", "Study time", "Since lights off", "Epoch", "Stage", "Age", $"Last {BedRow.EpochsShown} epochs", "Quality");
        foreach (var row in board.Rows)
            table.AddRow(Cells(row));
        return new Rows([table, .. board.Rows.Where(row => row.Last?.Reason is not null).Select(Why)]);
    }

    private static Markup Why(BedRow row)
    {
        var reason = row.Last!.Reason;
        var colour = reason.Contradiction ? "yellow" : "grey";
        return new Markup($"[{colour}]{Markup.Escape($"{row.Name}: {reason.Sentence}")}[/]");
    }

    /// <summary>A stage is the bed's stage only while its samples and our stream go on.</summary>
    private bool IsCurrent(BedRow row) => watcher.State.Phase == ConnectionPhase.Live && row.Bed?.State != V1.BedState.Stalled;

    private Markup[] Cells(BedRow row)
    {
        var last = row.Last;
        return
        [
            Text(row.Name),
            State(row.Bed),
            Text(StudyTime.Clock(row.StudySeconds)),
            Text(row.LightsOffSeconds is { } off && row.StudySeconds >= off ? StudyTime.Clock(row.StudySeconds - off) : "not marked"),
            Text(last is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{last.Epoch} {last.Revision.ToString().ToLowerInvariant()}")),
            last is null ? Text("-") : IsCurrent(row) ? Stage(last)
                : Text($"{(watcher.State.Phase == ConnectionPhase.Live ? "no signal" : "not live")} (was {StageText.Name(last.Stage)})"),
            Age(row),
            new Markup(string.Concat(row.Epochs.Values.Select(report => $"[{StageText.Colour(report.Stage)}]{StageText.Glyph(report.Stage)}[/]"))),
            Text(Quality(row)),
        ];
    }

    // What is not known must not look like a stage, least of all like wake.
    private static Markup Stage(StageReport last) => last.Stage == V1.Stage.Unscorable
        ? new Markup("[black on white] UNSCORABLE [/]")
        : new Markup(string.Create(CultureInfo.InvariantCulture, $"[{StageText.Colour(last.Stage)}]{StageText.Name(last.Stage)}[/] {last.Confidence:0.00}"));

    private static Markup State(V1.Bed? bed)
    {
        if (bed is null)
            return Text("-");
        var word = bed.State.ToString().ToLowerInvariant();
        return bed.GatewayOnline && bed.State != V1.BedState.Stalled ? Text(word)
            : bed.State == V1.BedState.Ended ? Text(word)
            : new Markup($"[black on yellow] {word}{(bed.GatewayOnline ? "" : ", gateway offline")} [/]");
    }

    /// <summary>How long ago the latest epoch was told of; beyond two epochs something is late.</summary>
    private Markup Age(BedRow row)
    {
        if (row.Last is null || row.Bed is { State: V1.BedState.Ended })
            return Text("-");
        var seconds = Math.Max(0, (time.GetUtcNow() - row.HeardAt).TotalSeconds);
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s");
        return seconds <= 60 ? Text(text) : new Markup($"[black on yellow] {text} [/]");
    }

    private static string Quality(BedRow row)
    {
        var words = new List<string>();
        if (row.Bed is { LostSamples: > 0 and var lost })
            words.Add(string.Create(CultureInfo.InvariantCulture, $"lost {lost}"));
        if (row.Bed is { RejectedMessages: > 0 and var rejected })
            words.Add(string.Create(CultureInfo.InvariantCulture, $"rejected {rejected}"));
        if (row.Last is { } last)
        {
            words.AddRange(last.Quality);
            words.AddRange(LeadText.Of(last.ChannelQuality));
            if (last.Calibrating)
                words.Add("calibrating");
            if (last.UnscorableReason.Length > 0)
                words.Add(last.UnscorableReason);
        }

        return words.Count == 0 ? "ok" : string.Join("; ", words);
    }

    private static string Connection(ConnectionState state) => state.Phase switch
    {
        ConnectionPhase.Live => "live",
        ConnectionPhase.Connecting => $"connecting {Attempts(state)}",
        _ => string.Create(CultureInfo.InvariantCulture, $"STALE since {state.Since.ToLocalTime():HH:mm:ss} {Attempts(state)}"),
    };

    private static string Attempts(ConnectionState state) => state.FailedAttempts == 0
        ? state.Reason
        : string.Create(CultureInfo.InvariantCulture, $"(attempt {state.FailedAttempts}: {state.Reason})");

    private static Markup Text(string text) => new(Markup.Escape(text));
}

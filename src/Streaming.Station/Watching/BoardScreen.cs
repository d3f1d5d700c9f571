using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Streaming.Client;
using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>The live table.</summary>
internal sealed class BoardScreen(BedBoard board, StageWatcher watcher, TimeProvider time)
{
    private const string Title = "Sleep stages: automatic, unreviewed. No breathing, oxygen, heart rhythm or seizures are watched";

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

    /// <summary>A line a bed, whatever is wrong with one: where a row grew with its faults the next beds were beneath the screen.</summary>
    private IRenderable Draw()
    {
        var (width, height) = (AnsiConsole.Profile.Width, AnsiConsole.Profile.Height);
        var isLive = watcher.State.Phase == ConnectionPhase.Live;
        var fit = BoardFit.Of(board.Rows, width, height);
        var table = new Table().Border(TableBorder.None).Title(BoardFit.Cut(Title, width))
            .Caption(isLive ? Markup.Escape(Connection(watcher.State)) : $"[black on yellow] {Markup.Escape(Connection(watcher.State))} [/]");
        foreach (var (head, columnWidth) in fit.Columns)
            table.AddColumn(new TableColumn(head).Width(columnWidth).NoWrap().Padding(0, 0, fit.Gap, 0));
        foreach (var row in fit.Rows)
            table.AddRow(Cells(row, fit));
        List<IRenderable> lines = [table];
        if (fit.Left > 0)
            lines.Add(new Markup($"[black on yellow] {fit.Left} more {(fit.Left == 1 ? "bed" : "beds")}: a taller window, --site or --bed shows them [/]"));
        lines.AddRange(fit.Reasoned.Select(row => Why(row, width)));
        return new Rows(lines);
    }

    private static Markup Why(BedRow row, int width)
    {
        var reason = row.Last!.Reason;
        var colour = reason.Contradiction ? "yellow" : "grey";
        return new Markup($"[{colour}]{Markup.Escape(BoardFit.Cut($"{row.Name}: {reason.Sentence}", width))}[/]");
    }

    /// <summary>A stage is the bed's stage only while its samples and our stream go on.</summary>
    private bool IsCurrent(BedRow row) => watcher.State.Phase == ConnectionPhase.Live && row.Bed?.State != V1.BedState.Stalled;

    private Markup[] Cells(BedRow row, BoardFit fit)
    {
        var last = row.Last;
        return
        [
            Text(BoardFit.Cut(row.Name, fit.NameWidth)),
            State(row.Bed),
            Text(StudyTime.Clock(row.StudySeconds)),
            Text(row.LightsOffSeconds is { } off && row.StudySeconds >= off ? StudyTime.Clock(row.StudySeconds - off) : "-"),
            Text(last is null ? "-" : last.Epoch.ToString(CultureInfo.InvariantCulture)),
            last is null ? Text("-") : IsCurrent(row) ? Stage(last)
                : Text($"was {(last.Stage == V1.Stage.Unscorable ? "?" : StageText.Name(last.Stage))}"),
            Age(row),
            .. fit.Epochs == 0 ? (Markup[])[] : [new Markup(string.Concat(row.Epochs.Values.TakeLast(fit.Epochs).Select(report => $"[{StageText.Colour(report.Stage)}]{StageText.Glyph(report.Stage)}[/]")))],
            Text(BoardFit.Cut(Quality(row), fit.QualityWidth)),
        ];
    }

    // What is not known must not look like a stage, least of all like wake.
    private static Markup Stage(StageReport last) => last.Stage == V1.Stage.Unscorable
        ? new Markup("[black on white]UNSCORABLE[/]")
        : new Markup(string.Create(CultureInfo.InvariantCulture, $"[{StageText.Colour(last.Stage)}]{StageText.Name(last.Stage)}[/] {last.Confidence:0.00}"));

    private static Markup State(V1.Bed? bed)
    {
        if (bed is null)
            return Text("-");
        return bed.State == V1.BedState.Stalled
            ? new Markup($"[black on yellow]{(GatewayText.IsAway(bed) ? "disconnected" : "no samples")}[/]")
            : Text(bed.State.ToString().ToLowerInvariant());
    }

    /// <summary>How long ago the latest epoch was decided; beyond two epochs something is late.</summary>
    private Markup Age(BedRow row)
    {
        if (row.Last is null || row.Bed is { State: V1.BedState.Ended })
            return Text("-");
        var seconds = Math.Max(0, (board.ServiceNow - row.DecidedAt).TotalSeconds);
        var text = seconds < 600 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s") : seconds < 36_000
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0}min") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0} h");
        return seconds <= 60 ? Text(text) : new Markup($"[black on yellow]{text}[/]");
    }

    private string Quality(BedRow row)
    {
        var words = new List<string>();
        if (row.Bed is { State: not (V1.BedState.Ended or V1.BedState.Idle or V1.BedState.Stalled) } known && GatewayText.IsAway(known))
            words.Add("gateway status offline");
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

        // Of a bed that sends nothing, or of a stream that stands still, nobody knows whether its leads are good.
        return words.Count > 0 ? string.Join("; ", words) : IsCurrent(row) ? "ok" : "-";
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

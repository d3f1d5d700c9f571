using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>What of the live table fits a terminal: a line a bed, the columns' widths, and, where not all beds fit, those first that need somebody.</summary>
/// <param name="Rows">Those that are shown.</param>
/// <param name="Left">How many are not.</param>
/// <param name="Reasoned">Of those shown, whose reason has a line beneath.</param>
/// <param name="Columns">Heading and width in characters.</param>
/// <param name="NameWidth">Of a bed's name, in characters.</param>
/// <param name="Epochs">How many of the last epochs have a character; 0: there is no such column.</param>
/// <param name="QualityWidth">Of what is said of a bed's signal, in characters.</param>
/// <param name="Gap">Blanks behind each column.</param>
internal sealed record BoardFit(
    IReadOnlyList<BedRow> Rows, int Left, IReadOnlyList<BedRow> Reasoned, IReadOnlyList<(string Head, int Width)> Columns, int NameWidth, int Epochs, int QualityWidth, int Gap)
{
    private const int AroundRows = 4; // title, headings, caption, and the line that the cursor is on
    private const int Narrow = 125, Narrowest = 100;
    private const int LeastQuality = 6;
    private const int WidestName = 24, WidestNameWhereNarrow = 16;

    /// <param name="rows">In the order of their names.</param>
    /// <param name="width">Of the terminal, in characters.</param>
    /// <param name="height">In lines.</param>
    public static BoardFit Of(IReadOnlyList<BedRow> rows, int width, int height)
    {
        var room = Math.Max(1, height - AroundRows);
        var isTight = rows.Count > room;
        var shown = isTight ? [.. rows.OrderByDescending(Asks).Take(Math.Max(1, room - 1))] : rows;
        var reasoned = shown.Where(row => row.Last?.Reason is not null).Take(isTight ? 0 : room - shown.Count).ToList();
        var isNarrow = width < Narrow;
        var name = Math.Clamp(rows.Select(row => row.Name.Length).DefaultIfEmpty().Max(), 4, isNarrow ? WidestNameWhereNarrow : WidestName);
        var (epochs, gap) = width < Narrowest ? (0, 1) : isNarrow ? (BedRow.EpochsShown / 2, 1) : (BedRow.EpochsShown, 2);
        List<(string Head, int Width)> columns =
            [("Bed", name), ("State", 12), ("Study", 8), ("Off for", 8), ("Epoch", 5), ("Stage", 10), ("Age", 6)];
        if (epochs > 0) columns.Add(($"Last {epochs}", epochs));
        var quality = Math.Max(LeastQuality, width - columns.Sum(column => column.Width + gap) - gap);
        columns.Add(("Quality", quality));
        return new BoardFit(shown, rows.Count - shown.Count, reasoned, columns, name, epochs, quality, gap);
    }

    /// <summary>Its beginning, and that there is more.</summary>
    public static string Cut(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(0, width - 1)), "…");

    /// <summary>How much a bed asks for somebody, in classes; within one beds keep their order.</summary>
    private static int Asks(BedRow row) => row switch
    {
        { Bed.State: BedState.Ended or BedState.Idle } => 0,
        { Bed.State: BedState.Stalled } => 4,
        { Last.Stage: Stage.Unscorable } => 3,
        { Last: { } last } when last.Quality.Count > 0 || last.ChannelQuality.Any(lead => lead.Faults.Count > 0) => 2,
        _ => 1,
    };
}

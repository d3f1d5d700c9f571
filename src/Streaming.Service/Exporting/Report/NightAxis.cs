using Streaming.Service.Recording;

namespace Streaming.Service.Exporting.Report;

/// <summary>The time axis of a <see cref="NightChart"/>: by the clock on the wall, as a night is read; beneath each of its round times study time, as epochs are found. Where the
/// recorder's clock was not set study time alone.</summary>
internal sealed class NightAxis
{
    private const int Clock = 18, Study = 33, Lights = 49, Words = 68, WordsApart = 18; // base lines, counted from the charts' lower edge
    private readonly NightTimes _times;
    private readonly double _from, _to;
    private readonly string[] _words;

    /// <param name="times">Of the night.</param>
    /// <param name="from">Study time of the left end, and of the right.</param>
    public NightAxis(NightTimes times, double from, double to)
    {
        (_times, _from, _to) = (times, from, to);
        _words = times.Clock is { } clock
            ? [$"Clock: {clock}. Study: time since then, h:min.", .. times.Changes(to).Select(change => $"Dashed: {char.ToLowerInvariant(change[0])}{change[1..]}")]
            : [];
    }

    /// <summary>Of everything under the charts.</summary>
    public int Height => Lights + 8 + WordsApart * _words.Length;

    /// <param name="svg">Drawn into it.</param>
    /// <param name="x">Place of a study time.</param>
    /// <param name="top">The charts' upper edge, and their lower one.</param>
    public void Draw(SvgText svg, Func<double, double> x, int top, int bottom)
    {
        int[] minutes = [1, 5, 10, 30, 60, 120, 240];
        var step = TimeSpan.FromMinutes(minutes.FirstOrDefault(candidate => (_to - _from) / (60 * candidate) <= 12, 480));
        foreach (var (at, clock) in _times.Marks(_from, _to, step))
        {
            var (study, anchor) = (StudyTime.Text(at)[..^3], x(_to) - x(at) < 16 ? "end" : "middle");
            svg.Line(x(at), bottom, x(at), bottom + 4, "#333");
            svg.Text(x(at), bottom + Clock, clock ?? study, anchor);
            if (clock is not null) svg.Text(x(at), bottom + Study, study, anchor, "#666");
        }
        Name(svg, x(_from) - 26, bottom); // a time may stand right under the edge
        // Where clocks were put back the axis says an hour twice: the line parts the two, and the words say which way.
        foreach (var at in _times.ChangedAt(_to).Where(at => at >= _from))
            svg.Raw($"<path d=\"M{x(at):0.##} {top}V{bottom + 4}\" stroke=\"#000\" stroke-dasharray=\"4 3\"/>");
        for (var line = 0; line < _words.Length; line++) svg.Text(x(_from), bottom + Words + line * WordsApart, _words[line], "start");
    }

    public static void Mark(SvgText svg, double x, int bottom, string text, string anchor) => svg.Text(x, bottom + Lights, text, anchor);

    private void Name(SvgText svg, double x, int bottom)
    {
        svg.Text(x, bottom + Clock, _times.Clock is null ? "h:min" : "clock", "end");
        if (_times.Clock is not null) svg.Text(x, bottom + Study, "study", "end", "#666");
    }
}

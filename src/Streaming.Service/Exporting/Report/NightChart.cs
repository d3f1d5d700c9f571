using System.Globalization;
using System.Text;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Exporting.Report;

/// <summary>Hypnogram over hypnodensity as one SVG: no script, no font and no picture from elsewhere.</summary>
internal sealed class NightChart
{
    private const int Width = 1000, Left = 56, Right = 8, Top = 18, Level = 20, Gap = 16, Density = 70, Axis = 34;
    private const int HypnogramHeight = 5 * Level;
    private const int Height = Top + HypnogramHeight + Gap + Density + Axis;
    private const int DensityTop = Top + HypnogramHeight + Gap;
    private readonly StringBuilder _svg = new();
    private readonly ReportNight _night;
    private readonly double _from;
    private readonly double _pixelsPerSecond;

    private NightChart(ReportNight night)
    {
        _night = night;
        _from = night.Standing.Count == 0 ? 0 : StudyTime.Seconds(night.Standing[0].StartSeconds);
        var end = night.Standing.Count == 0 ? 30 : StudyTime.Seconds(night.Standing[^1].StartSeconds) + 30;
        _pixelsPerSecond = (Width - Left - Right) / Math.Max(30, end - _from);
    }

    /// <summary>As a document of its own, or as a part of HTML.</summary>
    public static string Draw(ReportNight night) => new NightChart(night).Build();

    private string Build()
    {
        _svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"100%\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">");
        _svg.Append(CultureInfo.InvariantCulture, $"<title>{HtmlText.Escape(Title())}</title>");
        _svg.Append("<defs><pattern id=\"out\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
            + "<rect width=\"5\" height=\"5\" fill=\"#eee\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\" stroke=\"#777\" stroke-width=\"2\"/></pattern></defs>");
        _svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        DrawLevels();
        DrawUnscored();
        DrawStages();
        DrawDensity();
        DrawLights();
        DrawAxis();
        _svg.Append("</svg>");
        return _svg.ToString();
    }

    private string Title() => $"Hypnogram and hypnodensity of {_night.Night.Site}/{_night.Night.Bed}, {_night.Status}";

    private void DrawLevels()
    {
        for (var level = 0; level < ReportStage.Levels.Length; level++)
        {
            var y = Top + level * Level + Level / 2;
            Line(Left, y, Width - Right, y, "#e4e4e4", 1);
            Text(Left - 8, y + 4, ReportStage.Name(ReportStage.Levels[level]), "end");
        }
        Text(Left - 8, DensityTop + Density / 2 + 4, "p(stage)", "end");
        _svg.Append(CultureInfo.InvariantCulture,
            $"<rect x=\"{Left}\" y=\"{DensityTop}\" width=\"{Width - Left - Right}\" height=\"{Density}\" fill=\"none\" stroke=\"#ccc\"/>");
    }

    /// <summary>Hatched over both panels: a hole in the night must not look like a stage.</summary>
    private void DrawUnscored()
    {
        for (var i = 0; i < _night.Standing.Count; i++)
        {
            var start = StudyTime.Seconds(_night.Standing[i].StartSeconds);
            if (_night.Standing[i].Stage == Stage.Unscorable) Hatch(start, start + 30);
            if (i > 0 && _night.Standing[i].Epoch > _night.Standing[i - 1].Epoch + 1)
                Hatch(StudyTime.Seconds(_night.Standing[i - 1].StartSeconds) + 30, start);
        }
    }

    private void Hatch(double from, double to) => _svg.Append(CultureInfo.InvariantCulture,
        $"<rect x=\"{X(from):0.##}\" y=\"{Top}\" width=\"{(to - from) * _pixelsPerSecond:0.##}\" height=\"{HypnogramHeight + Gap + Density}\" fill=\"url(#out)\"/>");

    private void DrawStages()
    {
        var steps = new StringBuilder();
        StageReport? before = null;
        foreach (var report in _night.Standing)
        {
            if (report.Stage == Stage.Unscorable)
            {
                before = null;
                continue;
            }
            var (start, y) = (StudyTime.Seconds(report.StartSeconds), Y(report.Stage));
            var joins = before is not null && before.Epoch + 1 == report.Epoch;
            steps.Append(CultureInfo.InvariantCulture, $"{(joins ? 'V' : 'M')}{(joins ? "" : $"{X(start):0.##} ")}{y}H{X(start + 30):0.##}");
            if (report.Stage == Stage.R) Bar(start, y, ReportStage.Colour(Stage.R), 6);
            if (report.Revision == Revision.Overridden) Bar(start, Top - 6, "#000", 4);
            before = report;
        }
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{steps}\" fill=\"none\" stroke=\"#222\" stroke-width=\"1.4\"/>");
        if (_night.Standing.Any(report => report.Revision == Revision.Overridden)) Text(Left - 8, Top - 2, "edited", "end");
    }

    /// <summary>The machine's probabilities, stacked W R N1 N2 N3 from the top, whatever people said since.</summary>
    private void DrawDensity()
    {
        foreach (var level in Enumerable.Range(0, ReportStage.Levels.Length).Reverse())
        {
            var path = new StringBuilder();
            foreach (var report in _night.Automatic.Where(report => report.Probabilities.Count == 5))
            {
                var share = ReportStage.Levels.Take(level + 1).Sum(stage => report.Probabilities[(int)stage - 1]);
                var (from, to) = (X(StudyTime.Seconds(report.StartSeconds)), X(StudyTime.Seconds(report.StartSeconds) + 30));
                path.Append(CultureInfo.InvariantCulture, $"M{from:0.##} {DensityTop}H{to:0.##}V{DensityTop + Density * Math.Min(1, share):0.##}H{from:0.##}Z");
            }
            // Without anti-aliasing neighbours meet without a seam.
            _svg.Append(CultureInfo.InvariantCulture,
                $"<path d=\"{path}\" fill=\"{ReportStage.Colour(ReportStage.Levels[level])}\" shape-rendering=\"crispEdges\"/>");
        }
    }

    private void DrawLights()
    {
        if (_night.Statistics.HasLightsOffSeconds) Mark(_night.Statistics.LightsOffSeconds, "lights off");
        if (_night.Statistics.HasLightsOnSeconds) Mark(_night.Statistics.LightsOnSeconds, "lights on");
    }

    private void Mark(double seconds, string text)
    {
        var x = Math.Clamp(X(seconds), Left, Width - Right);
        Line(x, Top, x, DensityTop + Density, "#000", 1);
        Text(x, DensityTop + Density + 30, text, x > Width - 80 ? "end" : x < Left + 40 ? "start" : "middle");
    }

    private void DrawAxis()
    {
        var span = (Width - Left - Right) / _pixelsPerSecond;
        double[] steps = [60, 300, 600, 1800, 3600, 7200, 14400];
        var step = steps.FirstOrDefault(candidate => span / candidate <= 12, 28800);
        for (var at = Math.Ceiling(_from / step) * step; at <= _from + span; at += step)
        {
            Line(X(at), DensityTop + Density, X(at), DensityTop + Density + 4, "#333", 1);
            Text(X(at), DensityTop + Density + 17, StudyTime.Text(at)[..5], X(at) > Width - 24 ? "end" : "middle");
        }
        Text(Left - 8, DensityTop + Density + 30, "h:min", "end");
    }

    private double X(double seconds) => Left + (seconds - _from) * _pixelsPerSecond;

    private static int Y(Stage stage) => Top + Array.IndexOf(ReportStage.Levels, stage) * Level + Level / 2;

    private void Bar(double start, int y, string colour, int height) => _svg.Append(CultureInfo.InvariantCulture,
        $"<rect x=\"{X(start):0.##}\" y=\"{y - height / 2}\" width=\"{30 * _pixelsPerSecond + 0.2:0.##}\" height=\"{height}\" fill=\"{colour}\"/>");

    private void Line(double x1, double y1, double x2, double y2, string colour, double width) => _svg.Append(CultureInfo.InvariantCulture,
        $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>");

    private void Text(double x, double y, string text, string anchor) => _svg.Append(CultureInfo.InvariantCulture,
        $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\" fill=\"#222\">{HtmlText.Escape(text)}</text>");
}

using System.Globalization;
using System.Text;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Exporting.Report;

/// <summary>Hypnogram over hypnodensity as one SVG: no script, no font and no picture from elsewhere.</summary>
internal sealed class NightChart
{
    private const int Width = 1000, Left = 78, Right = 8, Top = 18, Level = 20, Gap = 16, Density = 70;
    private const int HypnogramHeight = 5 * Level;
    private const int DensityTop = Top + HypnogramHeight + Gap;
    private const int Bottom = DensityTop + Density;
    private readonly SvgText _svg = new();
    private readonly ReportNight _night;
    private readonly double _from;
    private readonly double _pixelsPerSecond;
    private readonly NightAxis _axis;

    private NightChart(ReportNight night)
    {
        _night = night;
        _from = night.Standing.Count == 0 ? 0 : StudyTime.Seconds(night.Standing[0].StartSeconds);
        var end = night.Standing.Count == 0 ? 30 : StudyTime.Seconds(night.Standing[^1].StartSeconds) + 30;
        _pixelsPerSecond = (Width - Left - Right) / Math.Max(30, end - _from);
        _axis = new NightAxis(night.Times, _from, end);
    }

    /// <summary>As a document of its own, or as a part of HTML.</summary>
    public static string Draw(ReportNight night) => new NightChart(night).Build();

    private string Build()
    {
        var height = Bottom + _axis.Height;
        _svg.Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"100%\" role=\"img\" font-family=\"sans-serif\" font-size=\"14\">");
        _svg.Raw($"<title>{HtmlText.Escape(Title())}</title>");
        _svg.Raw($"<defs><pattern id=\"out\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"5\" fill=\"#eee\"/>");
        _svg.Raw($"<line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\" stroke=\"#777\" stroke-width=\"2\"/></pattern></defs>");
        _svg.Raw($"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fff\"/>");
        DrawLevels();
        DrawUnscored();
        DrawStages();
        DrawDensity();
        DrawLights();
        _axis.Draw(_svg, X, Top, Bottom);
        _svg.Raw($"</svg>");
        return _svg.ToString();
    }

    private string Title() => $"Hypnogram and hypnodensity of {_night.Night.Site}/{_night.Night.Bed}, {_night.Status}";

    private void DrawLevels()
    {
        for (var level = 0; level < ReportStage.Levels.Length; level++)
        {
            var y = Top + level * Level + Level / 2;
            _svg.Line(Left, y, Width - Right, y, "#e4e4e4");
            _svg.Text(Left - 8, y + 5, ReportStage.Name(ReportStage.Levels[level]), "end");
        }
        _svg.Text(Left - 8, DensityTop + Density / 2 + 5, "p(stage)", "end");
        _svg.Raw($"<rect x=\"{Left}\" y=\"{DensityTop}\" width=\"{Width - Left - Right}\" height=\"{Density}\" fill=\"none\" stroke=\"#ccc\"/>");
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

    private void Hatch(double from, double to) => _svg.Raw(
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
        _svg.Raw($"<path d=\"{steps}\" fill=\"none\" stroke=\"#222\" stroke-width=\"1.4\"/>");
        if (_night.Standing.Any(report => report.Revision == Revision.Overridden)) _svg.Text(Left - 8, Top - 2, "edited", "end");
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
            _svg.Raw($"<path d=\"{path}\" fill=\"{ReportStage.Colour(ReportStage.Levels[level])}\" shape-rendering=\"crispEdges\"/>");
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
        _svg.Line(x, Top, x, Bottom, "#000");
        NightAxis.Mark(_svg, x, Bottom, text, x > Width - 80 ? "end" : x < Left + 40 ? "start" : "middle");
    }

    private double X(double seconds) => Left + (seconds - _from) * _pixelsPerSecond;

    private static int Y(Stage stage) => Top + Array.IndexOf(ReportStage.Levels, stage) * Level + Level / 2;

    private void Bar(double start, int y, string colour, int height) => _svg.Raw(
        $"<rect x=\"{X(start):0.##}\" y=\"{y - height / 2}\" width=\"{30 * _pixelsPerSecond + 0.2:0.##}\" height=\"{height}\" fill=\"{colour}\"/>");
}

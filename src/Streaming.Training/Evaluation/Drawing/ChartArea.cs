using System.Globalization;

namespace Streaming.Training.Evaluation.Drawing;

/// <summary>A plot with two axes from which places are computed.</summary>
internal sealed record ChartArea(SvgCanvas Canvas, double Left, double Top, double Width, double Height, double GreatestX, double LeastY, double GreatestY)
{
    public double X(double value) => Left + Width * value / GreatestX;

    public double Y(double value) => Top + Height * (GreatestY - Math.Clamp(value, LeastY, GreatestY)) / (GreatestY - LeastY);

    /// <summary>Grid, ticks and names.</summary>
    public void Axes(string x, string y, double stepX, double stepY, string format)
    {
        for (var tick = 0.0; tick <= GreatestX + 1e-9; tick += stepX)
        {
            Canvas.Line(X(tick), Top, X(tick), Top + Height, "#ececec");
            Canvas.Text(X(tick), Top + Height + 18, tick.ToString(format, CultureInfo.InvariantCulture), 11, "middle");
        }
        for (var tick = Math.Ceiling(LeastY / stepY) * stepY; tick <= GreatestY + 1e-9; tick += stepY)
        {
            Canvas.Line(Left, Y(tick), Left + Width, Y(tick), "#ececec");
            Canvas.Text(Left - 8, Y(tick) + 4, tick.ToString("0.##", CultureInfo.InvariantCulture), 11, "end");
        }
        Canvas.Line(Left, Top + Height, Left + Width, Top + Height, SvgCanvas.Ink);
        Canvas.Line(Left, Top, Left, Top + Height, SvgCanvas.Ink);
        Canvas.Text(Left + Width / 2, Top + Height + 38, x, 12, "middle");
        Canvas.Upright(Left - 46, Top + Height / 2, y, 12);
    }

    /// <summary>A line with markers: circles for FINAL, diamonds for REVISED, so that it is told apart without colour.</summary>
    public void Series(IEnumerable<(double X, double Y)> values, bool revised, Func<int, double>? radius = null)
    {
        (double X, double Y)[] points = [.. values.Select(value => (X(value.X), Y(value.Y)))];
        var colour = revised ? StageColours.Revised : StageColours.Final;
        Canvas.Polyline(points, colour, 2, dashed: revised);
        for (var i = 0; i < points.Length; i++) Marker(points[i].X, points[i].Y, radius?.Invoke(i) ?? 4, revised);
    }

    public void Marker(double x, double y, double radius, bool revised)
    {
        if (!revised) Canvas.Circle(x, y, radius, "#ffffff", StageColours.Final);
        else Canvas.Polygon([(x, y - radius - 1), (x + radius + 1, y), (x, y + radius + 1), (x - radius - 1, y)], "#ffffff", StageColours.Revised);
    }

    /// <summary>Names of the two series.</summary>
    public void Legend(double x, double y)
    {
        for (var i = 0; i < 2; i++)
        {
            Canvas.Line(x, y + 20 * i, x + 30, y + 20 * i, i == 1 ? StageColours.Revised : StageColours.Final, 2, dashed: i == 1);
            Marker(x + 15, y + 20 * i, 4, i == 1);
            Canvas.Text(x + 38, y + 20 * i + 4, i == 1 ? "REVISED" : "FINAL", 12);
        }
    }
}

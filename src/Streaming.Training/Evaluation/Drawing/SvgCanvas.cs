using System.Globalization;
using System.Net;
using System.Text;

namespace Streaming.Training.Evaluation.Drawing;

/// <summary>Writes a drawing as SVG. Lengths are pixels; numbers are written the same on every machine.</summary>
internal sealed class SvgCanvas
{
    public const string Ink = "#222222";
    public const string Faint = "#c8c8c8";
    public const string Grey = "#6b6b6b";

    private readonly StringBuilder _body = new();
    private readonly double _width;
    private readonly double _height;
    private readonly string _title;

    /// <param name="title">Read out by screen readers; not drawn.</param>
    public SvgCanvas(double width, double height, string title) => (_width, _height, _title) = (width, height, title);

    public void Rectangle(double x, double y, double width, double height, string fill, string? stroke = null) => _body.Append(
        CultureInfo.InvariantCulture,
        $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\" fill=\"{fill}\"{Stroke(stroke, 1)}/>\n");

    public void Line(double x1, double y1, double x2, double y2, string stroke, double width = 1, bool dashed = false) => _body.Append(
        CultureInfo.InvariantCulture,
        $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\"{Stroke(stroke, width)}{(dashed ? " stroke-dasharray=\"5 4\"" : "")}/>\n");

    public void Circle(double x, double y, double radius, string fill, string stroke) => _body.Append(
        CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"{fill}\"{Stroke(stroke, 1.5)}/>\n");

    /// <summary>An open line through points.</summary>
    public void Polyline(IEnumerable<(double X, double Y)> points, string stroke, double width, bool dashed = false) => _body.Append(
        CultureInfo.InvariantCulture,
        $"<polyline points=\"{Points(points)}\" fill=\"none\"{Stroke(stroke, width)} stroke-linejoin=\"round\"{(dashed ? " stroke-dasharray=\"5 4\"" : "")}/>\n");

    /// <summary>A filled area.</summary>
    public void Polygon(IEnumerable<(double X, double Y)> points, string fill, string? stroke = null) =>
        _body.Append(CultureInfo.InvariantCulture, $"<polygon points=\"{Points(points)}\" fill=\"{fill}\"{Stroke(stroke, 1.5)}/>\n");

    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    public void Text(double x, double y, string text, double size = 13, string anchor = "start", string fill = Ink, bool bold = false) => _body.Append(
        CultureInfo.InvariantCulture,
        $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" font-size=\"{size:0.##}\" text-anchor=\"{anchor}\" fill=\"{fill}\"{(bold ? " font-weight=\"bold\"" : "")}>{Escaped(text)}</text>\n");

    /// <summary>Text turned a quarter to the left about its place.</summary>
    public void Upright(double x, double y, string text, double size = 13) => _body.Append(
        CultureInfo.InvariantCulture,
        $"<text transform=\"translate({x:0.##} {y:0.##}) rotate(-90)\" font-size=\"{size:0.##}\" text-anchor=\"middle\" fill=\"{Ink}\">{Escaped(text)}</text>\n");

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{_width:0}\" height=\"{_height:0}\" viewBox=\"0 0 {_width:0} {_height:0}\" font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\" role=\"img\">\n<title>{Escaped(_title)}</title>\n<rect width=\"{_width:0}\" height=\"{_height:0}\" fill=\"#ffffff\"/>\n{_body}</svg>\n");

    private static string Points(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.##},{point.Y:0.##}")));

    private static string Stroke(string? colour, double width) =>
        colour is null ? "" : string.Create(CultureInfo.InvariantCulture, $" stroke=\"{colour}\" stroke-width=\"{width:0.##}\"");

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;
using System.Text;

namespace Streaming.Service.Exporting.Report;

/// <summary>A drawing in the making, as <see cref="HtmlText"/> is of a page.</summary>
internal sealed class SvgText
{
    private readonly StringBuilder _svg = new();

    /// <summary>Markup as it is, numbers in the invariant culture.</summary>
    public void Raw(FormattableString markup) => _svg.Append(markup.ToString(CultureInfo.InvariantCulture));

    public void Line(double x1, double y1, double x2, double y2, string colour) =>
        Raw($"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{colour}\"/>");

    /// <param name="anchor">start, middle or end: which part of the text is at x.</param>
    public void Text(double x, double y, string text, string anchor, string colour = "#222") =>
        Raw($"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{HtmlText.Escape(text)}</text>");

    public override string ToString() => _svg.ToString();
}

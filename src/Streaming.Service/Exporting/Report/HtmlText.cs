using System.Text;

namespace Streaming.Service.Exporting.Report;

/// <summary>HTML in the making; whatever is text is escaped, for people type what they like.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _html = new();

    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>Markup as it is.</summary>
    public HtmlText Raw(string markup)
    {
        _html.Append(markup);
        return this;
    }

    public HtmlText Element(string name, string text, string? style = null)
    {
        _html.Append('<').Append(name);
        if (style is not null) _html.Append(" class=\"").Append(style).Append('"');
        _html.Append('>').Append(Escape(text)).Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>A table whose first column names the rows; nothing where there are no rows.</summary>
    public HtmlText Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows, string? style = null)
    {
        var all = rows.ToList();
        if (all.Count == 0) return this;
        _html.Append(style is null ? "<table><thead><tr>" : $"<table class=\"{style}\"><thead><tr>");
        foreach (var head in heads) Element("th", head);
        _html.Append("</tr></thead><tbody>\n");
        foreach (var row in all)
        {
            _html.Append("<tr>");
            Element("th", row[0]);
            foreach (var cell in row.Skip(1)) Element("td", cell);
            _html.Append("</tr>\n");
        }
        _html.Append("</tbody></table>\n");
        return this;
    }

    public override string ToString() => _html.ToString();
}

using System.Text;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>A table of Markdown, cell by cell.</summary>
internal static class MarkdownTable
{
    /// <param name="header">Columns.</param>
    /// <param name="rows">As many cells as columns each.</param>
    public static StringBuilder AppendTable(this StringBuilder text, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append("| ").AppendJoin(" | ", header).AppendLine(" |");
        text.Append('|').AppendJoin('|', header.Select(_ => "---")).AppendLine("|");
        foreach (var row in rows) text.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).AppendLine(" |");
        return text.AppendLine();
    }
}

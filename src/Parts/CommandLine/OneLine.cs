using System.Globalization;
using System.Text;

namespace Streaming.Parts.CommandLine;

/// <summary>Words of others for a log or a terminal: what would begin a line of its own there, or steer it, becomes a question mark.</summary>
public static class OneLine
{
    /// <returns>The same, where there is nothing of the kind in it.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(Steers)) return text;
        var line = new StringBuilder(text);
        for (var i = 0; i < line.Length; i++)
        {
            if (Steers(line[i])) line[i] = '?';
        }
        return line.ToString();
    }

    // Formats turn the direction of what follows, or hide in it.
    private static bool Steers(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

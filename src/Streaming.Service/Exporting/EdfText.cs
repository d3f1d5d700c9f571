using System.Globalization;

namespace Streaming.Service.Exporting;

/// <summary>Fits a study's texts into the fixed fields of an EDF header.</summary>
internal static class EdfText
{
    public static string Fit(string text, int width)
    {
        var plain = string.Concat(text.Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));
        return plain.Length <= width ? plain : plain[..width];
    }

    /// <summary>A subfield of an identification: without spaces, X where there is nothing.</summary>
    public static string Subfield(string text, int width) =>
        text.Trim().Length == 0 ? "X" : Fit(text.Trim().Replace(' ', '_'), width);

    /// <summary>A physical limit: as it is where eight characters hold it, else rounded to what they hold.</summary>
    public static string Limit(string text)
    {
        const int Width = 8;
        var tidy = text.Trim().Replace(',', '.');
        if (tidy.Length <= Width) return tidy;
        var value = double.Parse(tidy, NumberStyles.Float, CultureInfo.InvariantCulture);
        for (var digits = Width; digits > 0; digits--)
        {
            var rounded = value.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (rounded.Length <= Width) return rounded;
        }
        return value < 0 ? "-9999999" : "99999999";
    }
}

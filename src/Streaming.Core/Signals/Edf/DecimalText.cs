using System.Globalization;

namespace Streaming.Core.Signals.Edf;

/// <summary>Decimal numbers as recorders write them (comma or point), read and written exactly.</summary>
internal static class DecimalText
{
    private const int MaximumDigits = 9; // before and after the point: the ratio and its sums stay within 64 bits

    /// <summary>Reads an optionally signed decimal number; digits of a fraction beyond the ninth are cut off.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Rational value)
    {
        value = default;
        text = text.Trim();
        var negative = text is ['-', ..];
        if (text is ['+' or '-', ..]) text = text[1..];
        var point = text.IndexOfAny('.', ',');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || whole.Length > MaximumDigits) return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9')) return false;
        if (fraction.Length > MaximumDigits) fraction = fraction[..MaximumDigits];
        var scale = 1L;
        foreach (var _ in fraction) scale *= 10;
        var magnitude = Digits(whole) * scale + Digits(fraction);
        value = new Rational(negative ? -magnitude : magnitude, scale);
        return true;
    }

    /// <summary>Writes a number whose decimal form ends within nine places, as short as can be; null where it does not end.</summary>
    public static string? Format(Rational value)
    {
        var scale = 1L;
        for (var places = 0; places <= MaximumDigits; places++, scale *= 10)
        {
            if (scale % value.Denominator != 0) continue;
            var scaled = Int128.Abs((Int128)value.Numerator * (scale / value.Denominator));
            var digits = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
            var sign = value.Numerator < 0 ? "-" : "";
            return places == 0 ? sign + digits : $"{sign}{digits[..^places]}.{digits[^places..]}";
        }

        return null;
    }

    /// <summary>Writes a number, rounded to a billionth where it does not end before.</summary>
    public static string Rounded(Rational value)
    {
        if (Format(value) is { } exact) return exact;
        const long Billion = 1_000_000_000;
        var denominator = (Int128)value.Denominator;
        var (rounded, rest) = Int128.DivRem((Int128)value.Numerator * Billion * 2 + denominator, denominator * 2);
        if (rest < 0) rounded--;
        return Format(new Rational((long)rounded, Billion))!;
    }

    private static long Digits(ReadOnlySpan<char> digits) => digits.IsEmpty ? 0 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}

using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using static Streaming.Core.Rendering.DisplayLayout;

namespace Streaming.Core.Rendering;

/// <summary>The strip above the page: which epoch, when in the study, and what to beware of.</summary>
internal static class DisplayTitle
{
    public static void Draw(ColourInk ink, Epoch epoch)
    {
        ink.Fill(0, 0, Width, Top - 6, Strip);
        Span<char> text = stackalloc char[64];
        var length = 0;
        if (epoch.Number < 0) Append("Rolling window", text, ref length);
        else
        {
            Append("Epoch ", text, ref length);
            epoch.Number.TryFormat(text[length..], out var written, default, CultureInfo.InvariantCulture);
            length += written;
        }
        Append("   ", text, ref length);
        AppendTime(epoch.StartSeconds, text, ref length);
        Append(" - ", text, ref length);
        AppendTime(epoch.StartSeconds + Epoch.Seconds, text, ref length);
        var end = ink.Text(text[..length], 8, 8, 2, Text);
        if (epoch.UnscorableReason is not null) end = ink.Text("unscorable", end + 24, 8, 2, Warning);
        if (epoch.IsCalibrating) ink.Text("calibrating", end + 24, 8, 2, Warning);
        const string Polarity = "negative up   10 <</>";
        ink.Text(Polarity, Left + PageWidth - 6 * Polarity.Length, 12, 1, Faint);
    }

    private static void AppendTime(Rational time, Span<char> text, ref int length)
    {
        var hundredths = (time * 100).Floor();
        AppendPair(hundredths / 360_000, ':', text, ref length);
        AppendPair(hundredths / 6000 % 60, ':', text, ref length);
        AppendPair(hundredths / 100 % 60, '.', text, ref length);
        AppendPair(hundredths % 100, ' ', text, ref length);
        length--;
    }

    private static void AppendPair(long value, char then, Span<char> text, ref int length)
    {
        value.TryFormat(text[length..], out var written, "00", CultureInfo.InvariantCulture);
        length += written;
        text[length++] = then;
    }

    private static void Append(ReadOnlySpan<char> more, Span<char> text, ref int length)
    {
        more.CopyTo(text[length..]);
        length += more.Length;
    }
}

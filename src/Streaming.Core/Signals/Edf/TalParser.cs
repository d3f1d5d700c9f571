using System.Text;

namespace Streaming.Core.Signals.Edf;

/// <summary>Reads time-stamped annotation lists: <c>+onset[0x15 duration]0x14 text 0x14 … 0x00</c> (EDF+ specification, 2.2.2).</summary>
internal static class TalParser
{
    private const byte TextEnd = 0x14;
    private const byte DurationStart = 0x15;

    /// <summary>Reads the annotation bytes of one signal in one record.</summary>
    /// <param name="bytes">The signal's bytes.</param>
    /// <param name="annotations">Receives those with a text.</param>
    /// <param name="recordSeconds">Onset of the list that keeps the record's time (the first, with an empty first text), or null.</param>
    /// <param name="malformed">Lists that could not be read; they are skipped.</param>
    public static void Read(ReadOnlySpan<byte> bytes, List<EdfAnnotation> annotations, out Rational? recordSeconds, out int malformed)
    {
        recordSeconds = null;
        malformed = 0;
        var isFirst = true;
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)0);
            var list = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (list.IsEmpty) continue;
            if (!ReadList(list, annotations, out var onset, out var keepsTime)) malformed++;
            else if (isFirst && keepsTime) recordSeconds = onset;
            isFirst = false;
        }
    }

    private static bool ReadList(ReadOnlySpan<byte> list, List<EdfAnnotation> annotations, out Rational onset, out bool keepsTime)
    {
        keepsTime = false;
        onset = default;
        var stampEnd = list.IndexOf(TextEnd);
        if (stampEnd < 0 || list[0] is not ((byte)'+' or (byte)'-')) return false;
        var stamp = list[..stampEnd];
        var mark = stamp.IndexOf(DurationStart);
        Rational? duration = null;
        if (!Number(mark < 0 ? stamp : stamp[..mark], out onset)) return false;
        if (mark >= 0)
        {
            if (!Number(stamp[(mark + 1)..], out var length) || length < 0) return false;
            duration = length;
        }

        var texts = list[(stampEnd + 1)..];
        keepsTime = texts.IsEmpty || texts[0] == TextEnd;
        while (!texts.IsEmpty)
        {
            var end = texts.IndexOf(TextEnd);
            var text = end < 0 ? texts : texts[..end];
            texts = end < 0 ? default : texts[(end + 1)..];
            if (!text.IsEmpty) annotations.Add(new EdfAnnotation(onset, duration, Decode(text)));
        }

        return true;
    }

    private static bool Number(ReadOnlySpan<byte> bytes, out Rational value)
    {
        value = default;
        if (bytes.Length > 40) return false;
        Span<char> text = stackalloc char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++) text[i] = (char)bytes[i];
        return DecimalText.TryParse(text, out value);
    }

    // Texts are UTF-8 by the standard; older recorders wrote Latin-1.
    private static string Decode(ReadOnlySpan<byte> text) =>
        System.Text.Unicode.Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
}

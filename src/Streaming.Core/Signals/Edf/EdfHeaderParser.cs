using System.Globalization;
using System.Text;

namespace Streaming.Core.Signals.Edf;

/// <summary>Reads the header; throws where nothing can be read without the field, remarks on everything else.</summary>
internal sealed class EdfHeaderParser(Stream stream, RemarkList remarks)
{
    private const int MaximumRecordSeconds = 86400;

    private static readonly (int Width, string Name)[] SignalFields =
    [
        (16, "label"), (80, "transducer type"), (8, "physical dimension"), (8, "physical minimum"), (8, "physical maximum"),
        (8, "digital minimum"), (8, "digital maximum"), (80, "prefiltering"), (8, "samples in each data record"), (32, "reserved"),
    ];

    public EdfHeader Parse()
    {
        var main = ReadBlock(0, EdfHeader.BlockBytes, "header");
        var isBdf = main[0] == 0xFF && Text(main, 1, 7) == "BIOSEMI";
        if (!isBdf && Text(main, 0, 8) != "0")
            throw new EdfFormatException(0, "version", $"'{Printable(Text(main, 0, 8))}' is neither EDF ('0') nor BDF (255 'BIOSEMI').");
        var count = SignalCount(main);
        var signals = ReadSignals(count, isBdf);
        var seconds = RecordSeconds(main, signals);
        var headerBytes = Text(main, 184, 8);
        if (headerBytes != $"{EdfHeader.BlockBytes * (count + 1)}")
            remarks.Add($"Byte 184, header length: '{Printable(headerBytes)}' for {count} signals; {EdfHeader.BlockBytes * (count + 1)} is used.");
        var (date, time, recording) = (Text(main, 168, 8), Text(main, 176, 8), Text(main, 88, 80));
        return new EdfHeader(seconds, signals)
        {
            IsBdf = isBdf,
            Continuity = Continuity(Text(main, 192, 44), signals),
            Patient = Text(main, 8, 80),
            Recording = recording,
            StartDate = date,
            StartTime = time,
            StatedRecords = StatedRecords(main),
            Start = EdfStartDate.Parse(date, time, recording, remarks),
        };
    }

    private static int SignalCount(byte[] main)
    {
        var text = Text(main, 252, 4);
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            throw new EdfFormatException(252, "number of signals", $"'{Printable(text)}' is not a number from 1 to 9999.");
        return count;
    }

    private static Rational RecordSeconds(byte[] main, EdfSignal[] signals)
    {
        var text = Text(main, 244, 8);
        if (!DecimalText.TryParse(text, out var seconds) || seconds < 0)
            throw new EdfFormatException(244, "duration of a data record", $"'{Printable(text)}' is not a number of seconds.");
        if (seconds > MaximumRecordSeconds)
            throw new EdfFormatException(244, "duration of a data record", $"'{text}' is longer than a day ({MaximumRecordSeconds} s).");
        var ordinary = signals.Count(signal => !signal.IsAnnotations);
        if (seconds == 0 && ordinary > 0)
            throw new EdfFormatException(244, "duration of a data record", $"'{text}' gives the {ordinary} signals no rate; it must be above 0.");
        return seconds;
    }

    private long StatedRecords(byte[] main)
    {
        var text = Text(main, 236, 8);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var records) && records >= -1) return records;
        remarks.Add($"Byte 236, number of data records: '{Printable(text)}' is not a number; the records are counted instead.");
        return -1;
    }

    private static EdfContinuity Continuity(string reserved, EdfSignal[] signals)
    {
        if (reserved.StartsWith("EDF+D", StringComparison.Ordinal) || reserved.StartsWith("BDF+D", StringComparison.Ordinal))
            return EdfContinuity.Discontinuous;
        return reserved.StartsWith("EDF+C", StringComparison.Ordinal) || reserved.StartsWith("BDF+C", StringComparison.Ordinal)
            || signals.Any(signal => signal.IsAnnotations)
            ? EdfContinuity.Continuous
            : EdfContinuity.Plain;
    }

    private EdfSignal[] ReadSignals(int count, bool isBdf)
    {
        var block = ReadBlock(EdfHeader.BlockBytes, EdfHeader.BlockBytes * count, "signal headers");
        var signals = new EdfSignal[count];
        for (var i = 0; i < count; i++)
        {
            var texts = new string[SignalFields.Length];
            var start = 0;
            for (var field = 0; field < texts.Length; field++)
            {
                var width = SignalFields[field].Width;
                texts[field] = Text(block, start + i * width, width);
                start += count * width;
            }

            signals[i] = Signal(i, count, texts, isBdf);
        }

        return signals;
    }

    private EdfSignal Signal(int number, int count, string[] texts, bool isBdf)
    {
        if (!int.TryParse(texts[8], NumberStyles.None, CultureInfo.InvariantCulture, out var samples))
            throw new EdfFormatException(
                Offset(8, number, count),
                $"{SignalFields[8].Name} of signal {number}",
                $"'{Printable(texts[8])}' is not a number from 0 to 99999999.");
        string? problem = null;
        var digital = new int[2];
        for (var i = 0; i < 2; i++)
        {
            if (!int.TryParse(texts[5 + i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out digital[i]))
                problem ??= Problem(5 + i, $"'{Printable(texts[5 + i])}' is not a whole number");
        }

        var scaling = new ChannelScaling(texts[3], texts[4], digital[0], digital[1]);
        if (problem is null && digital[0] == digital[1]) problem = Problem(5, $"equals the digital maximum, {digital[0]}");
        if (problem is null && double.IsNaN(scaling.Gain)) problem = Problem(3, $"'{Printable(texts[3])}' to '{Printable(texts[4])}' is no range");
        if (problem is null && scaling.Gain == 0) problem = Problem(3, $"equals the physical maximum, {texts[4]}");
        if (samples == 0) problem = Problem(8, "is 0");
        var signal = new EdfSignal(texts[0], texts[2], scaling, samples)
        {
            Transducer = texts[1], Prefiltering = texts[7], Reserved = texts[9], Problem = problem,
        };
        Remark(signal, number, isBdf);
        return signal;

        string Problem(int field, string what) => $"byte {Offset(field, number, count)}, {SignalFields[field].Name} {what}";
    }

    private void Remark(EdfSignal signal, int number, bool isBdf)
    {
        if (signal.IsAnnotations) return;
        var name = $"Signal {number} ('{Printable(signal.Label)}')";
        if (signal.Problem is not null) remarks.Add($"{name} is left out: {signal.Problem}.");
        var (low, high) = isBdf ? (-8388608, 8388607) : (-32768, 32767);
        var scaling = signal.Scaling;
        if (scaling.DigitalMin < low || scaling.DigitalMax > high || scaling.DigitalMin > scaling.DigitalMax)
            remarks.Add($"{name}: digital range {scaling.DigitalMin} to {scaling.DigitalMax} "
                + $"does not fit {(isBdf ? 24 : 16)} bits; used as it stands.");
    }

    private static long Offset(int field, int number, int count) =>
        EdfHeader.BlockBytes + SignalFields.Take(field).Sum(entry => (long)entry.Width) * count + (long)number * SignalFields[field].Width;

    // Refused before anything is allocated: 9999 stated signals are 2.5 MB of header.
    private byte[] ReadBlock(int offset, int length, string field)
    {
        if (stream.Length < offset + length)
            throw new EdfFormatException(stream.Length, field, $"the file ends here; {offset + length} bytes are needed.");
        var block = new byte[length];
        stream.Seek(offset, SeekOrigin.Begin);
        stream.ReadExactly(block);
        return block;
    }

    private static string Text(byte[] bytes, int start, int length) =>
        Encoding.Latin1.GetString(bytes, start, length).Trim(' ', '\0');

    private static string Printable(string text) => string.Concat(text.Select(c => c is < ' ' or (>= (char)127 and < (char)160) ? '?' : c));
}

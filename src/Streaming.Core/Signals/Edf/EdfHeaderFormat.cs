using System.Globalization;
using System.Text;

namespace Streaming.Core.Signals.Edf;

/// <summary>Writes a header's text fields, byte for byte as given, padded with blanks.</summary>
internal static class EdfHeaderFormat
{
    public const int RecordCountOffset = 236;
    public const int RecordCountWidth = 8;

    public static byte[] Format(EdfHeader header)
    {
        var count = header.Signals.Count;
        if (count is < 1 or > 9999) throw new ArgumentException($"{count} signals; EDF holds 1 to 9999.", nameof(header));
        var bytes = new byte[header.HeaderBytes];
        var place = 0;
        if (header.IsBdf)
        {
            bytes[place++] = 0xFF;
            Put("BIOSEMI", 7, "version");
        }
        else
        {
            Put("0", 8, "version");
        }

        Put(header.Patient, 80, "patient");
        Put(header.Recording, 80, "recording");
        Put(header.StartDate, 8, "start date");
        Put(header.StartTime, 8, "start time");
        Put(Number(header.HeaderBytes), 8, "header length");
        Put(Reserved(header), 44, "reserved");
        Put(Number(header.StatedRecords), RecordCountWidth, "number of data records");
        Put(Duration(header.RecordSeconds), 8, "duration of a data record");
        Put(Number(count), 4, "number of signals");
        PutSignals(signal => signal.Label, 16, "label");
        PutSignals(signal => signal.Transducer, 80, "transducer type");
        PutSignals(signal => signal.Unit, 8, "physical dimension");
        PutSignals(signal => signal.Scaling.PhysicalMin, 8, "physical minimum");
        PutSignals(signal => signal.Scaling.PhysicalMax, 8, "physical maximum");
        PutSignals(signal => Number(signal.Scaling.DigitalMin), 8, "digital minimum");
        PutSignals(signal => Number(signal.Scaling.DigitalMax), 8, "digital maximum");
        PutSignals(signal => signal.Prefiltering, 80, "prefiltering");
        PutSignals(signal => Number(signal.SamplesPerRecord), 8, "samples in each data record");
        PutSignals(signal => signal.Reserved, 32, "reserved");
        return bytes;

        void PutSignals(Func<EdfSignal, string> text, int width, string field)
        {
            foreach (var signal in header.Signals) Put(text(signal), width, $"{field} of '{signal.Label}'");
        }

        void Put(string text, int width, string field)
        {
            Padded(text, width, field).CopyTo(bytes, place);
            place += width;
        }
    }

    /// <summary>One field's bytes.</summary>
    /// <exception cref="ArgumentException">The text is too long, or no Latin-1 text.</exception>
    public static byte[] Padded(string text, int width, string field)
    {
        if (text.Length > width) throw new ArgumentException($"EDF {field}: '{text}' has {text.Length} characters; at most {width} fit.");
        if (text.Any(c => c is < ' ' or > 'ÿ')) throw new ArgumentException($"EDF {field}: '{text}' has characters that a header cannot hold.");
        return Encoding.Latin1.GetBytes(text.PadRight(width));
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Duration(Rational seconds) => DecimalText.Format(seconds)
        ?? throw new ArgumentException($"EDF duration of a data record: {seconds} s has no decimal form that ends.");

    private static string Reserved(EdfHeader header) => (header.IsBdf, header.Continuity) switch
    {
        (false, EdfContinuity.Plain) => "",
        (true, EdfContinuity.Plain) => "24BIT",
        (false, EdfContinuity.Continuous) => "EDF+C",
        (true, EdfContinuity.Continuous) => "BDF+C",
        (false, _) => "EDF+D",
        (true, _) => "BDF+D",
    };
}

using System.Text;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Tests.Core.Signals.Edf;

/// <summary>Small EDF files, written by hand: not by the writer under test, and with any fault wanted.</summary>
internal sealed class EdfBuilder
{
    public string Version { get; set; } = "0";

    public string Date { get; set; } = "02.03.04";

    public string Time { get; set; } = "22.10.05";

    public string Recording { get; set; } = "Startdate X X X X";

    public string Reserved { get; set; } = "";

    public string RecordCount { get; set; } = "";

    public string RecordSeconds { get; set; } = "1";

    public string? SignalCount { get; set; }

    public string? HeaderLength { get; set; }

    public List<EdfBuilderSignal> Signals { get; } = [];

    /// <summary>By record: by signal, samples or annotation bytes.</summary>
    public List<byte[][]> Records { get; } = [];

    public byte[] Trailing { get; set; } = [];

    private bool IsBdf => Version == "BIOSEMI";

    public static byte[] Tal(string text) => Encoding.UTF8.GetBytes(text.Replace('^', '\u0014').Replace('_', '\u0015') + "\0");

    public EdfBuilder With(
        string label, int samples, string unit = "uV", string min = "-100", string max = "100", string dmin = "-32768", string dmax = "32767")
    {
        Signals.Add(new EdfBuilderSignal(label, samples, unit, min, max, dmin, dmax));
        return this;
    }

    /// <summary>Adds a record; ordinary signals count up from first × samples, annotation signals get their texts in turn.</summary>
    public EdfBuilder Record(int first, params byte[][] annotations)
    {
        var next = 0;
        Records.Add([.. Signals.Select(signal => signal.Label.EndsWith("Annotations", StringComparison.Ordinal)
            ? annotations[next++]
            : Counting(first * signal.Samples, signal.Samples))]);
        return this;
    }

    public byte[] Bytes()
    {
        using var stream = new MemoryStream();
        if (IsBdf) stream.WriteByte(0xFF);
        Put(stream, Version, IsBdf ? 7 : 8);
        Put(stream, "X X X X", 80);
        Put(stream, Recording, 80);
        Put(stream, Date, 8);
        Put(stream, Time, 8);
        Put(stream, HeaderLength ?? $"{256 * (Signals.Count + 1)}", 8);
        Put(stream, Reserved, 44);
        Put(stream, RecordCount.Length > 0 ? RecordCount : $"{Records.Count}", 8);
        Put(stream, RecordSeconds, 8);
        Put(stream, SignalCount ?? $"{Signals.Count}", 4);
        foreach (var signal in Signals) Put(stream, signal.Label, 16);
        foreach (var _ in Signals) Put(stream, "cup", 80);
        foreach (var signal in Signals) Put(stream, signal.Unit, 8);
        foreach (var signal in Signals) Put(stream, signal.Min, 8);
        foreach (var signal in Signals) Put(stream, signal.Max, 8);
        foreach (var signal in Signals) Put(stream, signal.DigitalMin, 8);
        foreach (var signal in Signals) Put(stream, signal.DigitalMax, 8);
        foreach (var _ in Signals) Put(stream, "HP:0.1Hz", 80);
        foreach (var signal in Signals) Put(stream, $"{signal.Samples}", 8);
        foreach (var _ in Signals) Put(stream, "", 32);
        foreach (var record in Records)
        {
            for (var i = 0; i < record.Length; i++)
            {
                var room = new byte[Signals[i].Samples * (IsBdf ? 3 : 2)];
                record[i].CopyTo(room, 0);
                stream.Write(room);
            }
        }

        stream.Write(Trailing);
        return stream.ToArray();
    }

    public EdfFile Open() => EdfReader.Open(new MemoryStream(Bytes()));

    public static int[] Values(EdfFile file, int channel, long first, int count) =>
        [.. file.Read(channel, first, count).SelectMany(run => run.Values.ToArray())];

    private byte[] Counting(int first, int count)
    {
        var width = IsBdf ? 3 : 2;
        var bytes = new byte[count * width];
        for (var i = 0; i < count; i++)
        {
            for (var b = 0; b < width; b++) bytes[i * width + b] = (byte)((first + i) >> (8 * b));
        }

        return bytes;
    }

    private static void Put(Stream stream, string text, int width) => stream.Write(Encoding.Latin1.GetBytes(text.PadRight(width)[..width]));
}

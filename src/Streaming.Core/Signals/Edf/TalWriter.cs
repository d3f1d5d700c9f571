using System.Text;

namespace Streaming.Core.Signals.Edf;

/// <summary>Fills the annotation signals of one record after the other; what does not fit waits for the next.</summary>
internal sealed class TalWriter
{
    private readonly Queue<(EdfAnnotation Annotation, byte[] Bytes)> _waiting = new();
    private readonly List<EdfAnnotation> _tooLong = [];
    private readonly int _roomAfterTime;
    private byte[]? _time;

    public TalWriter(EdfHeader header)
    {
        var rooms = header.Signals.Where(signal => signal.IsAnnotations).Select(signal => signal.SamplesPerRecord * header.SampleBytes).ToArray();
        _roomAfterTime = rooms.Length > 1 ? Math.Max(rooms[0] - 24, rooms[1..].Max()) : rooms[0] - 24; // a time takes up to 24 bytes
    }

    public IReadOnlyList<EdfAnnotation> Unwritten => [.. _tooLong, .. _waiting.Select(entry => entry.Annotation)];

    public void Add(IEnumerable<EdfAnnotation> annotations)
    {
        foreach (var annotation in annotations)
        {
            var bytes = Bytes(annotation);
            if (bytes.Length > _roomAfterTime) _tooLong.Add(annotation);
            else _waiting.Enqueue((annotation, bytes));
        }
    }

    public void BeginRecord(Rational startSeconds) => _time = Encoding.ASCII.GetBytes($"{Stamp(startSeconds)}\u0014\u0014\0");

    /// <summary>Fills one annotation signal; the first of a record begins with the record's time.</summary>
    public void Fill(Span<byte> bytes)
    {
        bytes.Clear();
        if (_time is not null)
        {
            if (_time.Length > bytes.Length)
                throw new ArgumentException($"The first annotation signal has {bytes.Length} bytes; a record's time needs {_time.Length}.");
            _time.CopyTo(bytes);
            bytes = bytes[_time.Length..];
            _time = null;
        }

        while (_waiting.TryPeek(out var next) && next.Bytes.Length <= bytes.Length)
        {
            next.Bytes.CopyTo(bytes);
            bytes = bytes[next.Bytes.Length..];
            _waiting.Dequeue();
        }
    }

    private static byte[] Bytes(EdfAnnotation annotation)
    {
        var duration = annotation.DurationSeconds is { } length ? $"\u0015{DecimalText.Rounded(length)}" : "";
        var text = string.Concat(annotation.Text.Select(c => c is '\0' or '\u0014' or '\u0015' ? ' ' : c)); // they would end the text
        return Encoding.UTF8.GetBytes($"{Stamp(annotation.OnsetSeconds)}{duration}\u0014{text}\u0014\0");
    }

    private static string Stamp(Rational seconds) => seconds < 0 ? DecimalText.Rounded(seconds) : "+" + DecimalText.Rounded(seconds);
}

using Microsoft.Win32.SafeHandles;

namespace Streaming.Service.Recording;

/// <summary>Reads single records whose places are known. Keeps the last segment open; not thread-safe.</summary>
public sealed class JournalLookup : IDisposable
{
    private readonly string _folder;
    private byte[] _frame = new byte[1 << 14];
    private JournalSegment _segment;
    private SafeFileHandle? _file;

    internal JournalLookup(string folder) => _folder = folder;

    /// <param name="offset">Of a durable record.</param>
    /// <param name="nextOffset">Of the byte behind it.</param>
    /// <returns>The record, or null where it is damaged or its segment is gone. Its payload holds until the next one is read.</returns>
    public JournalRecord? Read(long offset, long nextOffset)
    {
        if (!Open(offset)) return null;
        var length = (int)(nextOffset - offset);
        if (length > _frame.Length) _frame = new byte[Math.Max(length, 2 * _frame.Length)];
        var frame = _frame.AsMemory(0, length);
        var read = RandomAccess.Read(_file!, frame.Span, offset - _segment.Start);
        return read == length && JournalFrame.BodyLength(frame.Span) == length - JournalFrame.HeaderBytes ? JournalFrame.Read(frame) : null;
    }

    public void Dispose() => _file?.Dispose();

    private bool Open(long offset)
    {
        if (_file is not null && offset >= _segment.Start && offset - _segment.Start < RandomAccess.GetLength(_file)) return true;
        var segments = JournalSegment.List(_folder);
        var at = segments.Count - 1;
        while (at >= 0 && segments[at].Start > offset) at--;
        if (at < 0) return false;
        var file = File.OpenHandle(segments[at].Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _file?.Dispose();
        (_segment, _file) = (segments[at], file);
        return true;
    }
}

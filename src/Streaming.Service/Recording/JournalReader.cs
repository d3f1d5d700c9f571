using Microsoft.Win32.SafeHandles;

namespace Streaming.Service.Recording;

/// <summary>Reads whole records between two offsets, passing over what is damaged.</summary>
internal sealed class JournalReader(string folder, long from, long to, Action<long, long> damaged)
{
    private const int ReadAheadBytes = 1 << 18; // so that small records cost one system call in hundreds
    private byte[] _window = new byte[ReadAheadBytes];
    private int _windowLength;
    private long _windowStart = -1;

    public IEnumerable<JournalEntry> Read()
    {
        var segments = JournalSegment.List(folder);
        for (var i = 0; i < segments.Count; i++)
        {
            if (segments[i].Start >= to) yield break;
            if (i + 1 < segments.Count && segments[i + 1].Start <= from) continue;
            foreach (var entry in ReadSegment(segments[i])) yield return entry;
        }
    }

    private IEnumerable<JournalEntry> ReadSegment(JournalSegment segment)
    {
        using var file = Open(segment);
        if (file is null) yield break;
        _windowStart = -1;
        var end = Math.Min(RandomAccess.GetLength(file), to - segment.Start);
        var at = Math.Max(0, from - segment.Start);
        long badFrom = -1;
        while (at + JournalFrame.HeaderBytes <= end)
        {
            var (record, length) = ReadFrame(file, at, end);
            if (record is null)
            {
                if (badFrom < 0) badFrom = at;
                at = NextMark(file, at + 1, end);
                continue;
            }
            if (badFrom >= 0) damaged(segment.Start + badFrom, at - badFrom);
            badFrom = -1;
            yield return new JournalEntry(segment.Start + at, segment.Start + at + length, record);
            at += length;
        }
        if (badFrom >= 0 || at < end) damaged(segment.Start + (badFrom >= 0 ? badFrom : at), end - (badFrom >= 0 ? badFrom : at));
    }

    /// <returns>Null: retention was here since the files were listed. Where the folder is not there, or bare, nothing is known of its files, and it throws.</returns>
    private SafeFileHandle? Open(JournalSegment segment)
    {
        try
        {
            return File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException) when (JournalSegment.List(folder).Count > 0)
        {
            return null;
        }
    }

    private (JournalRecord? Record, int Length) ReadFrame(SafeFileHandle file, long at, long end)
    {
        var body = JournalFrame.BodyLength(Bytes(file, at, JournalFrame.HeaderBytes));
        var length = JournalFrame.HeaderBytes + body;
        if (body < 0 || at + length > end) return (null, 0);
        var frame = Bytes(file, at, length);
        return frame.Length < length ? (null, 0) : (JournalFrame.Read(frame.ToArray()), length);
    }

    private long NextMark(SafeFileHandle file, long at, long end)
    {
        while (at + JournalFrame.HeaderBytes <= end)
        {
            var bytes = Bytes(file, at, (int)Math.Min(1 << 16, end - at));
            var found = bytes.IndexOf(JournalFrame.Mark);
            if (found >= 0) return at + found;
            at += Math.Max(1, bytes.Length - JournalFrame.Mark.Length + 1);
        }
        return end;
    }

    private ReadOnlySpan<byte> Bytes(SafeFileHandle file, long at, int count)
    {
        if (_windowStart < 0 || at < _windowStart || at + count > _windowStart + _windowLength)
        {
            _windowStart = at;
            _windowLength = 0;
            if (count > _window.Length) _window = new byte[count];
            for (int read; _windowLength < _window.Length; _windowLength += read)
            {
                read = RandomAccess.Read(file, _window.AsSpan(_windowLength), at + _windowLength);
                if (read == 0) break;
            }
        }
        var offset = (int)(at - _windowStart);
        return _window.AsSpan(offset, Math.Min(count, _windowLength - offset));
    }
}

using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Streaming.Service.Recording;

/// <summary>Writes groups of records to the current segment and makes each group durable with one flush.</summary>
/// <remarks>
/// After any error the segment is given up and the next group begins a new one: what a failed write or flush left behind is unknown,
/// and what was acknowledged before it must not be touched.
/// </remarks>
internal sealed class JournalWriter(string folder, long segmentBytes, long start) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _group = new(1 << 16);
    private SafeFileHandle? _file;
    private long _segmentStart;

    /// <summary>Offset at which the next record will stand.</summary>
    public long End { get; private set; } = start;

    /// <summary>Adds a record to the group; returns its place once the group has been written.</summary>
    public (long Offset, long NextOffset) Add(JournalRecord record)
    {
        var length = JournalFrame.Length(record);
        var offset = End + _group.WrittenCount;
        JournalFrame.Write(record, _group.GetSpan(length)[..length]);
        _group.Advance(length);
        return (offset, offset + length);
    }

    public int GroupBytes => _group.WrittenCount;

    /// <exception cref="IOException">The disk refused; nothing of the group counts as written.</exception>
    public void Commit()
    {
        try
        {
            if (_file is null || End - _segmentStart >= segmentBytes) Roll();
            RandomAccess.Write(_file!, _group.WrittenSpan, End - _segmentStart);
            RandomAccess.FlushToDisk(_file!);
            End += _group.WrittenCount;
        }
        catch
        {
            GiveUpSegment();
            throw;
        }
        finally
        {
            _group.ResetWrittenCount();
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Roll()
    {
        _file?.Dispose();
        _file = null;
        var segment = JournalSegment.At(folder, End);
        _file = File.OpenHandle(segment.Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        _segmentStart = End;
        FolderFlush.Flush(folder);
    }

    private void GiveUpSegment()
    {
        if (_file is null) return;
        var isEmpty = End == _segmentStart;
        // Step over whatever the failed write may have left, so that the next segment's name is new.
        End += Math.Max(1, _group.WrittenCount);
        _file.Dispose();
        _file = null;
        if (isEmpty) Forget(JournalSegment.At(folder, _segmentStart).Path);
    }

    /// <summary>A file in which nothing counts as written: a night of a full disk would leave thousands of them.</summary>
    private static void Forget(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception stays) when (stays is IOException or UnauthorizedAccessException)
        {
            // A reader passes over what is in it.
        }
    }
}

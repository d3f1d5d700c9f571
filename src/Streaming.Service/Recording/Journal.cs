using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Streaming.Service.Recording;

/// <summary>The spine: every message that was accepted, in order of acceptance, durable before it is acknowledged.</summary>
/// <remarks>
/// An append-only run of segment files with a checksum on each record; appends from many beds share one flush.
/// Opening never changes an old file: a torn end is left as it is and a new segment begun behind it.
/// </remarks>
public sealed partial class Journal : IAsyncDisposable
{
    private readonly string _folder;
    private readonly JournalOptions _options;
    private readonly ILogger _logger;
    private readonly JournalWriter _writer;
    // Bounded; when full, AppendAsync waits, and with it the MQTT acknowledgement and at last the broker. Nothing is dropped.
    private readonly Channel<Append> _appends;
    private readonly List<Append> _group = []; // the writing thread's
    private readonly Task _writing;
    private volatile bool _hasFiles; // since the first record that was kept
    private long _durableEnd;
    private int _refused; // groups since the last that was taken

    private Journal(string folder, JournalOptions options, ILogger logger, long end, bool hasFiles)
    {
        (_folder, _options, _logger, _durableEnd, _hasFiles) = (folder, options, logger, end, hasFiles);
        _writer = new JournalWriter(folder, options.SegmentBytes, end);
        _appends = Channel.CreateBounded<Append>(new BoundedChannelOptions(options.QueueLimit) { SingleReader = true });
        _writing = WriterThread.Start(_appends.Reader, WriteGroup);
    }

    /// <summary>Offset behind the last durable record: everything before it can be read.</summary>
    public long DurableEnd => Volatile.Read(ref _durableEnd);

    /// <summary>Appends that wait for their flush.</summary>
    public int Waiting => _appends.Reader.Count;

    /// <summary>After each flush, on the writer's thread: how many records shared it.</summary>
    public event Action<int>? Flushed;

    /// <summary>False from a failed write to the next one that succeeds.</summary>
    public bool IsWritable { get; private set; } = true;

    /// <param name="folder">Created if absent. The caller holds the store's lock.</param>
    /// <param name="reach">No record gets a place before this one (<see cref="JournalReach"/>).</param>
    /// <exception cref="IOException">The folder cannot be read or made.</exception>
    public static Journal Open(string folder, JournalOptions options, ILogger logger, long reach = 0)
    {
        Directory.CreateDirectory(folder);
        var segments = JournalSegment.List(folder);
        var end = segments.Count == 0 ? 0 : segments[^1].Start + Math.Max(1, new FileInfo(segments[^1].Path).Length);
        if (end >= reach) return new Journal(folder, options, logger, end, segments.Count > 0);
        LogShort(logger, folder, end, reach, reach - end);
        return new Journal(folder, options, logger, reach, segments.Count > 0);
    }

    /// <summary>Completes when the record is durable, with its place.</summary>
    /// <exception cref="IOException">The disk refused; the record must not be acknowledged.</exception>
    public async ValueTask<(long Offset, long NextOffset)> AppendAsync(JournalRecord record, CancellationToken cancellationToken) =>
        (await AppendAsync([record], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Completes when all records are durable, with their places, one behind the other: one wait for all.</summary>
    /// <exception cref="IOException">The disk refused; none of the records must be acknowledged.</exception>
    /// <exception cref="ArgumentException">A record cannot be written; none is.</exception>
    public async ValueTask<(long Offset, long NextOffset)[]> AppendAsync(JournalRecord[] records, CancellationToken cancellationToken)
    {
        foreach (var record in records) JournalFrame.Check(record);
        var append = new Append(records);
        await _appends.Writer.WriteAsync(append, cancellationToken).ConfigureAwait(false);
        // Once queued it will be written: giving up the wait would leave the caller ignorant of what is on the disk.
        return await append.Done.Task.ConfigureAwait(false);
    }

    /// <summary>The whole records from an offset to the durable end as it is now. Damage is passed over and logged.</summary>
    /// <param name="from">A record's offset or <see cref="JournalEntry.NextOffset"/>; 0 for everything.</param>
    /// <exception cref="IOException">The disk refuses, or is not there.</exception>
    public IEnumerable<JournalEntry> Read(long from)
    {
        RequireFiles();
        foreach (var entry in new JournalReader(_folder, from, DurableEnd, LogDamage).Read()) yield return entry;
    }

    /// <summary>Of what was kept there is always a file, since retention leaves the last: a bare folder is a mount point without its volume, and must not be taken
    /// for a journal from which something has gone.</summary>
    /// <exception cref="IOException">There is none, or not even the folder.</exception>
    public void RequireFiles()
    {
        if (_hasFiles && JournalSegment.List(_folder).Count == 0) throw new IOException("the journal's folder holds no file");
    }

    /// <summary>Offset of the oldest byte that is still held.</summary>
    public long FirstOffset => JournalSegment.List(_folder) is [var first, ..] ? first.Start : 0;

    /// <summary>Where the last file begins all of whose predecessors lie wholly before an offset.</summary>
    public long LastStartBefore(long offset) =>
        JournalSegment.List(_folder).Where(segment => segment.Start <= offset).Select(segment => segment.Start).DefaultIfEmpty(0).Max();

    /// <summary>Deletes the files before one that begins at an offset. The caller knows that nobody needs them.</summary>
    /// <returns>How many.</returns>
    public int DeleteBefore(long start)
    {
        var old = JournalSegment.List(_folder).Where(segment => segment.Start < start).ToList();
        // Oldest first: a stop in the middle leaves the journal without a hole.
        foreach (var segment in old) File.Delete(segment.Path);
        if (old.Count > 0) FolderFlush.Flush(_folder);
        return old.Count;
    }

    /// <summary>For records whose places are known; the caller disposes it.</summary>
    public JournalLookup Lookup() => new(_folder);

    public async ValueTask DisposeAsync()
    {
        _appends.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _writer.Dispose();
    }

    private void WriteGroup()
    {
        while (_writer.GroupBytes < _options.GroupBytes && _appends.Reader.TryRead(out var append))
        {
            append.Places = Array.ConvertAll(append.Records, _writer.Add);
            _group.Add(append);
        }
        if (_group.Count > 0) Commit(_group);
        _group.Clear();
    }

    private void Commit(List<Append> group)
    {
        try
        {
            _writer.Commit();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Once: it is tried again every second, and a log that fills a full disk helps nobody. Heartbeats, health and advisories say that it lasts.
            if (IsWritable) LogRefused(failure.Message);
            IsWritable = false;
            _refused++;
            var refusal = failure as IOException ?? new IOException(failure.Message, failure);
            foreach (var append in group) append.Done.SetException(refusal);
            return;
        }
        if (!IsWritable) LogTakes(_refused);
        (IsWritable, _refused) = (true, 0);
        _hasFiles = true;
        Volatile.Write(ref _durableEnd, _writer.End);
        Flushed?.Invoke(group.Sum(append => append.Records.Length));
        foreach (var append in group) append.Done.SetResult(append.Places);
    }

    [LoggerMessage(2001, LogLevel.Warning, "Journal: {Bytes} damaged bytes at offset {Offset} were passed over")]
    private partial void LogDamage(long offset, long bytes);

    [LoggerMessage(2003, LogLevel.Error,
        "Journal: '{Folder}' ends at offset {End}, the night log speaks of {Reach}: {Missing} bytes are missing. Are files of another backup, or of another disk? What comes is written behind")]
    private static partial void LogShort(ILogger logger, string folder, long end, long reach, long missing);

    [LoggerMessage(2002, LogLevel.Error, "Journal: the disk refuses; nothing is acknowledged until it takes something again: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(2004, LogLevel.Warning, "Journal: the disk takes again; it had refused {Count} times")]
    private partial void LogTakes(int count);

    private sealed class Append(JournalRecord[] records)
    {
        public JournalRecord[] Records { get; } = records;

        public (long Offset, long NextOffset)[] Places { get; set; } = [];

        // Continuations run elsewhere: the writing loop must not be lent to an acknowledgement.
        public TaskCompletionSource<(long Offset, long NextOffset)[]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

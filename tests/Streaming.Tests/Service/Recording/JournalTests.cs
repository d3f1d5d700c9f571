using System.Globalization;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Recording;

namespace Streaming.Tests.Service.Recording;

public sealed class JournalTests : IDisposable
{
    private static readonly DateTimeOffset Arrival = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private readonly string _folder = Directory.CreateTempSubdirectory("journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Journal_reads_back_what_was_appended()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), payloads =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;
            AppendAll(folder, payloads);
            var read = ReadAll(folder);
            return read.Count == payloads.Length && read.Zip(payloads).All(pair => pair.First.Record.Payload.Span.SequenceEqual(pair.Second));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(20260101, 3));
    }

    [Fact]
    public void Journal_keeps_kind_bed_and_arrival()
    {
        var record = new JournalRecord(JournalRecordKind.Event, "lab-1", "bed.7", Arrival.AddMicroseconds(17), new byte[] { 1, 2, 3 });
        using (var run = new Run(_folder)) run.Append(record);
        var read = Assert.Single(ReadAll(_folder)).Record;
        Assert.Equal((record.Kind, record.Site, record.Bed, record.ReceivedAt), (read.Kind, read.Site, read.Bed, read.ReceivedAt));
    }

    [Fact]
    public async Task Journal_goes_on_behind_what_the_night_log_speaks_of_when_its_files_are_gone()
    {
        await using var journal = Journal.Open(_folder, new JournalOptions(), NullLogger.Instance, reach: 12345);
        var (offset, next) = await journal.AppendAsync(new JournalRecord(JournalRecordKind.Samples, "lab", "bed-1", Arrival, new byte[] { 1 }), Cancel);
        Assert.Equal(12345, offset);
        Assert.Equal((12345, next), (journal.FirstOffset, Assert.Single(journal.Read(12345)).NextOffset));
        Assert.Single(journal.Read(0));
    }

    [Fact]
    public void Journal_loses_only_the_torn_record_when_cut_at_any_byte()
    {
        var payloads = Payloads(6);
        AppendAll(_folder, payloads);
        var file = Directory.GetFiles(_folder).Single();
        var whole = File.ReadAllBytes(file);
        var ends = ReadAll(_folder).Select(entry => entry.NextOffset).ToList();
        for (var cut = 0; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(file, whole[..cut]);
            Assert.Equal(ends.Count(end => end <= cut), ReadAll(_folder).Count);
        }
    }

    [Fact]
    public void Journal_loses_only_the_damaged_record_when_any_byte_is_changed()
    {
        AppendAll(_folder, Payloads(5));
        var file = Directory.GetFiles(_folder).Single();
        var whole = File.ReadAllBytes(file);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x55;
            File.WriteAllBytes(file, damaged);
            Assert.Equal(4, ReadAll(_folder).Count);
        }
    }

    [Fact]
    public void Journal_goes_on_behind_a_torn_end()
    {
        AppendAll(_folder, Payloads(3));
        var file = Directory.GetFiles(_folder).Single();
        using (var torn = File.OpenWrite(file)) torn.SetLength(torn.Length - 1);
        AppendAll(_folder, [[42]]);
        var read = ReadAll(_folder);
        Assert.Equal(3, read.Count);
        Assert.Equal(42, read[^1].Record.Payload.Span[0]);
    }

    [Fact]
    public void Journal_reads_on_from_any_place_it_named_when_segments_roll()
    {
        var options = new JournalOptions { SegmentBytes = 100 };
        AppendAll(_folder, Payloads(20), options);
        Assert.True(Directory.GetFiles(_folder).Length > 3);
        var all = ReadAll(_folder);
        for (var i = 0; i < all.Count; i++)
        {
            using var run = new Run(_folder, options);
            Assert.Equal(all.Skip(i + 1).Select(entry => entry.Offset), run.Journal.Read(all[i].NextOffset).Select(entry => entry.Offset));
            Assert.Equal(all[i].Offset, run.Journal.Read(all[i].Offset).First().Offset);
        }
    }

    [Fact]
    public async Task Lookup_reads_any_record_by_its_place_while_segments_roll()
    {
        await using var journal = Journal.Open(_folder, new JournalOptions { SegmentBytes = 100 }, NullLogger.Instance);
        using var lookup = journal.Lookup();
        var places = new List<(long Offset, long NextOffset)>();
        foreach (var payload in Payloads(20))
        {
            places.Add(await journal.AppendAsync(Record(payload), Cancel));
            Assert.Equal(payload, lookup.Read(places[^1].Offset, places[^1].NextOffset)?.Payload.ToArray());
        }
        foreach (var (place, payload) in places.Zip(Payloads(20)).Reverse())
            Assert.Equal(payload, lookup.Read(place.Offset, place.NextOffset)?.Payload.ToArray());
        Assert.Null(lookup.Read(places[3].Offset + 1, places[3].NextOffset));
    }

    [Fact]
    public async Task Journal_refuses_appends_while_the_folder_is_gone_and_recovers_when_it_is_back()
    {
        var folder = Path.Combine(_folder, "store");
        await using var journal = Journal.Open(folder, new JournalOptions(), NullLogger.Instance);
        Directory.Delete(folder);
        await Assert.ThrowsAnyAsync<IOException>(async () => await journal.AppendAsync(Record([1]), Cancel));
        Assert.False(journal.IsWritable);
        Assert.Equal(0, journal.DurableEnd);
        Directory.CreateDirectory(folder);
        await journal.AppendAsync(Record([2]), Cancel);
        Assert.True(journal.IsWritable);
        Assert.Equal(2, Assert.Single(journal.Read(0)).Record.Payload.Span[0]);
    }

    [Fact]
    public async Task Record_that_was_refused_shares_its_place_with_none_though_it_may_have_reached_the_disk()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("an open file is put in place of another by a call of Unix");
        await using var journal = Journal.Open(_folder, new JournalOptions(), NullLogger.Instance);
        await journal.AppendAsync(Record([1]), Cancel);
        var file = Assert.Single(Directory.GetFiles(_folder));
        PutFullDiskInPlaceOf(file);
        await Assert.ThrowsAnyAsync<IOException>(async () => await journal.AppendAsync(Record([2]), Cancel));
        var frame = new byte[JournalFrame.Length(Record([2]))];
        JournalFrame.Write(Record([2]), frame);
        await File.AppendAllBytesAsync(file, frame, Cancel); // what the refused write may have left all the same

        await journal.AppendAsync(Record([2]), Cancel);
        await journal.AppendAsync(Record([3]), Cancel);

        var read = ReadAll(_folder);
        Assert.Equal([1, 2, 2, 3], read.Select(entry => (int)entry.Record.Payload.Span[0]));
        Assert.Equal(read.Select(entry => entry.Offset).Distinct().Order(), read.Select(entry => entry.Offset));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task Journal_gives_concurrent_appends_distinct_places_in_order_of_completion()
    {
        await using var journal = Journal.Open(_folder, new JournalOptions { QueueLimit = 4 }, NullLogger.Instance);
        var places = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
            (await journal.AppendAsync(Record([(byte)i]), Cancel), (byte)i))));
        var read = journal.Read(0).ToDictionary(entry => entry.Offset, entry => entry.Record.Payload.Span[0]);
        Assert.Equal(200, read.Count);
        Assert.All(places, place => Assert.Equal(place.Item2, read[place.Item1.Offset]));
    }

    [Fact]
    public async Task Journal_places_records_that_are_appended_together_one_behind_the_other()
    {
        await using var journal = Journal.Open(_folder, new JournalOptions(), NullLogger.Instance);
        var flushes = new List<int>();
        journal.Flushed += flushes.Add;
        var places = await journal.AppendAsync([.. Payloads(20).Select(Record)], Cancel);
        Assert.Equal([20], flushes);
        Assert.Equal(places[1..].Select(place => place.Offset), places[..^1].Select(place => place.NextOffset));
        Assert.Equal(journal.DurableEnd, places[^1].NextOffset);
        Assert.Equal(places.Zip(Payloads(20)).Select(record => (record.First, Convert.ToHexString(record.Second))),
            journal.Read(0).Select(entry => ((entry.Offset, entry.NextOffset), Convert.ToHexString(entry.Record.Payload.Span))));
    }

    [Fact]
    public async Task Journal_writes_none_of_the_records_that_are_appended_together_when_it_refuses_one()
    {
        await using var journal = Journal.Open(_folder, new JournalOptions(), NullLogger.Instance);
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync([Record([1]), Record(new byte[5 << 20])], Cancel));
        await journal.AppendAsync(Record([2]), Cancel);
        Assert.Equal(2, Assert.Single(journal.Read(0)).Record.Payload.Span[0]);
    }

    [Fact]
    public async Task Journal_refuses_a_record_that_is_too_large_and_goes_on()
    {
        await using var journal = Journal.Open(_folder, new JournalOptions(), NullLogger.Instance);
        var refusal = await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync(Record(new byte[5 << 20]), Cancel));
        Assert.Contains("4194304", refusal.Message, StringComparison.Ordinal);
        await journal.AppendAsync(Record([1]), Cancel);
        Assert.Single(journal.Read(0));
    }

    /// <summary>The descriptor that the journal writes by takes nothing any more, as on a full disk.</summary>
    private static void PutFullDiskInPlaceOf(string path)
    {
        var open = Directory.GetFiles("/proc/self/fd").Single(link => new FileInfo(link).LinkTarget == path);
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        Assert.NotEqual(-1, Duplicate((int)full.DangerousGetHandle(), int.Parse(Path.GetFileName(open), CultureInfo.InvariantCulture)));
    }

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Duplicate(int from, int to);

    private static byte[][] Payloads(int count) => [.. Enumerable.Range(0, count).Select(i => Enumerable.Repeat((byte)(i + 1), i * 7).ToArray())];

    private static JournalRecord Record(byte[] payload) => new(JournalRecordKind.Samples, "lab", "bed1", Arrival, payload);

    private static void AppendAll(string folder, byte[][] payloads, JournalOptions? options = null)
    {
        using var run = new Run(folder, options);
        foreach (var payload in payloads) run.Append(Record(payload));
    }

    private static List<JournalEntry> ReadAll(string folder)
    {
        using var run = new Run(folder);
        return [.. run.Journal.Read(0)];
    }

    private sealed class Run(string folder, JournalOptions? options = null) : IDisposable
    {
        public Journal Journal { get; } = Journal.Open(folder, options ?? new JournalOptions(), NullLogger.Instance);

        public void Append(JournalRecord record) => Journal.AppendAsync(record, Cancel).AsTask().GetAwaiter().GetResult();

        public void Dispose() => Journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Streaming.Service.Recording;

namespace Streaming.Tests.Service.Recording;

public sealed class PatientReadsTests : IDisposable
{
    private static readonly DateTimeOffset s_arrival = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-reads-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Journal_is_read_on_from_where_it_was_refused_each_record_once(bool isMountPoint)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var journal = Journal.Open(_folder, new JournalOptions { SegmentBytes = 100 }, NullLogger.Instance); // a file or two a record
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        var time = new FakeTimeProvider();
        var reads = new PatientReads(journal, log, time, Options.Create(new RecordingOptions()), NullLogger<PatientReads>.Instance);
        var places = new List<long>();
        for (byte n = 0; n < 9; n++)
            places.Add((await journal.AppendAsync(new JournalRecord(JournalRecordKind.Samples, "lab", "bed-1", s_arrival, new[] { n }), stop)).Offset);

        var (read, aside) = (new List<byte>(), _folder + "-aside");
        await using var entries = reads.JournalAsync(places[1], places[8], stop).GetAsyncEnumerator(stop);
        for (var n = 0; n < 3; n++)
        {
            Assert.True(await entries.MoveNextAsync());
            read.Add(entries.Current.Record.Payload.Span[0]);
        }
        Directory.Move(_folder, aside);
        if (isMountPoint) Directory.CreateDirectory(_folder);
        using var lookup = journal.Lookup();
        var single = reads.RecordAsync(lookup, places[0], places[1], stop).AsTask();
        var next = entries.MoveNextAsync().AsTask();
        Assert.False(single.IsCompleted);
        Assert.False(next.IsCompleted);
        Assert.False(reads.IsAnswered);
        Assert.Equal(1, await reads.UntilAnsweredAsync(() => 1, stop));
        Assert.False(reads.IsAnswered); // another's answer is not theirs
        if (isMountPoint) Directory.Delete(_folder);
        Directory.Move(aside, _folder);
        while (!single.IsCompleted || !next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, stop);
        }
        Assert.Equal(0, (await single)!.Payload.Span[0]);
        Assert.True(reads.IsAnswered);
        for (var isMore = await next; isMore; isMore = await entries.MoveNextAsync()) read.Add(entries.Current.Record.Payload.Span[0]);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], read);
    }
}

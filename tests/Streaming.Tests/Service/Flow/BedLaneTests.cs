using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

public sealed class BedLaneTests
{
    private const int Noted = 1 << 17; // places in the journal that a lane notes before it searches

    /// <summary>It waited for that record for ever, a processor busy with reading the journal again and again.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Search_of_the_journal_ends_where_the_last_record_is_damaged()
    {
        var (bed, stop) = (new BedKey("lab", "bed-7"), TestContext.Current.CancellationToken);
        await using var host = await ServiceHost.StartAsync(settings: ["Flow:LaneCapacity=1"]);
        var line = host.Services.GetRequiredService<Line>();
        var status = new GatewayStatus { Online = true };
        var record = new JournalRecord(JournalRecordKind.Status, bed.Site, bed.Bed, line.Time.GetUtcNow(), status.ToByteArray());
        var (whole, damaged) = (await line.Journal.AppendAsync(record, stop), await line.Journal.AppendAsync(record, stop));
        using (var file = File.OpenHandle(Directory.GetFiles(Path.Combine(host.Store, "journal")).Single(), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            RandomAccess.Write(file, [0xff, 0xff], damaged.Offset + 20);
        using var end = new CancellationTokenSource();
        var lane = new BedLane(bed, line, NullLogger.Instance);
        for (var n = 0; n < Noted + 2; n++) lane.Offer(Entry(whole));
        lane.Offer(Entry(damaged));

        lane.Start(end.Token);

        while (lane.SafeOffset != long.MaxValue) await Task.Delay(20, stop);
        await end.CancelAsync();
        await lane.Stopped;

        LaneEntry Entry((long Offset, long NextOffset) place) =>
            new(place.Offset, place.NextOffset, record.ReceivedAt, new IngestMessage.Status(status));
    }
}

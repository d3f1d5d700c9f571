using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Recording;

/// <summary>Which of the journal's records go with a study, and what stands in their place.</summary>
public sealed class JournalEraserTests : IDisposable
{
    private static readonly DateTimeOffset s_arrival = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private readonly string _folder = Directory.CreateTempSubdirectory("journal-eraser-").FullName;
    private readonly Guid _gone = new("11111111-2222-3333-4444-555555555555");
    private readonly Guid _other = new("66666666-7777-8888-9999-aaaaaaaaaaaa");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_kind_of_message_of_the_study_goes_and_no_message_of_another_that_mentions_it()
    {
        var before = await WriteAsync(
            (JournalRecordKind.Study, new StudyDescriptor { StudyId = Gone, Pseudonym = "p" }.ToByteArray()),
            (JournalRecordKind.Samples, new SampleBlock { StudyId = Gone }.ToByteArray()),
            (JournalRecordKind.Event, new StudyEvent { StudyId = Gone, EventId = "e" }.ToByteArray()),
            (JournalRecordKind.TimeOut, Encoding.ASCII.GetBytes(Gone)),
            (JournalRecordKind.Event, new StudyEvent { StudyId = Other, EventId = Gone }.ToByteArray()),
            (JournalRecordKind.TimeOut, Encoding.ASCII.GetBytes(Other)));
        var after = Erase();
        Assert.Equal(before.Select(place => place.Offset), after.Select(kept => kept.Offset));
        Assert.All(after.Take(4), kept => Assert.Equal((JournalRecordKind.Erased, "", DateTimeOffset.UnixEpoch), (kept.Record.Kind, kept.Record.Bed, kept.Record.ReceivedAt)));
        Assert.All(after.Take(4), kept => Assert.False(kept.Record.Payload.Span.ContainsAnyExcept((byte)0)));
        Assert.Equal((Other, Gone), (StudyEvent.Parser.ParseFrom(after[4].Record.Payload.Span).StudyId, StudyEvent.Parser.ParseFrom(after[4].Record.Payload.Span).EventId));
        Assert.Equal(Other, Encoding.ASCII.GetString(after[5].Record.Payload.Span));
    }

    [Fact]
    public async Task Message_that_names_the_study_and_that_nobody_can_read_goes_too()
    {
        await WriteAsync((JournalRecordKind.Event, [.. Encoding.ASCII.GetBytes(Gone), 0xFF]), (JournalRecordKind.Samples, [0xFF, 1, 2, 3]));
        var after = Erase();
        Assert.Equal([JournalRecordKind.Erased, JournalRecordKind.Samples], after.Select(kept => kept.Record.Kind));
    }

    [Fact]
    public async Task Gateway_s_own_message_stays_where_it_was_and_names_nobody_however_often_it_named_the_study()
    {
        var status = new GatewayStatus { Online = true, Software = $"gateway of {Gone}", StudyId = Gone };
        await WriteAsync((JournalRecordKind.Status, status.ToByteArray()));
        var kept = Assert.Single(Erase()).Record;
        Assert.Equal((JournalRecordKind.Status, "bed-1", s_arrival), (kept.Kind, kept.Bed, kept.ReceivedAt));
        var nobody = Guid.Empty.ToString();
        Assert.Equal(new GatewayStatus { Online = true, Software = $"gateway of {nobody}", StudyId = nobody }, GatewayStatus.Parser.ParseFrom(kept.Payload.Span));
    }

    [Fact]
    public void Places_that_are_left_to_blank_come_back_as_they_were_kept()
    {
        JournalPlace[] places = [new(0, 1, true), new(long.MaxValue - 5, 4 << 20, false), new(77, 12, false), new(99, 13, true)];
        Assert.Equal(places, JournalPlace.Unpack(JournalPlace.Pack(places)));
    }

    private string Gone => _gone.ToString();

    private string Other => _other.ToString();

    private async Task<List<(long Offset, long NextOffset)>> WriteAsync(params (JournalRecordKind Kind, byte[] Payload)[] records)
    {
        await using var journal = Journal.Open(_folder, new JournalOptions(), NullLogger.Instance);
        return [.. await journal.AppendAsync([.. records.Select(record => new JournalRecord(record.Kind, "lab", "bed-1", s_arrival, record.Payload))], Cancel)];
    }

    private List<JournalEntry> Erase()
    {
        var eraser = new JournalEraser(_folder, _gone);
        eraser.Blank(eraser.Find(Cancel));
        return [.. new JournalReader(_folder, 0, long.MaxValue, (offset, _) => Assert.Fail($"damaged at {offset}")).Read()];
    }
}

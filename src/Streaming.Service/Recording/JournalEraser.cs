using System.Text;
using Google.Protobuf;
using Microsoft.Win32.SafeHandles;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>Blanks what the journal holds of one study, in its place: every other record keeps its offset and its bytes.</summary>
/// <remarks>The caller holds the store's lock. Places are found first and kept by the caller, so that blanking can be done again after a kill: a record
/// that was half overwritten could not be found a second time.</remarks>
internal sealed class JournalEraser(string folder, Guid studyId)
{
    private static readonly byte[] s_nobody = Encoding.ASCII.GetBytes(Guid.Empty.ToString());
    private readonly byte[] _name = Encoding.ASCII.GetBytes(studyId.ToString());

    /// <summary>Where the study's records stand, and what damage names it; reads the whole journal.</summary>
    public List<JournalPlace> Find(CancellationToken cancellationToken)
    {
        var found = new List<JournalPlace>();
        if (!Directory.Exists(folder)) return found;
        var reader = new JournalReader(folder, 0, long.MaxValue, (offset, bytes) => AddDamage(found, offset, bytes));
        foreach (var kept in reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsOfStudy(kept.Record)) found.Add(new JournalPlace(kept.Offset, (int)(kept.NextOffset - kept.Offset), IsRecord: true));
        }
        return found;
    }

    /// <summary>Overwrites what stands at these places and flushes it. Files that are gone hold nothing any more.</summary>
    /// <exception cref="IOException">The disk refused; the same call finishes the work.</exception>
    public void Blank(IReadOnlyList<JournalPlace> places)
    {
        if (places.Count == 0) return;
        var segments = JournalSegment.List(folder);
        foreach (var inSegment in places.GroupBy(place => segments.LastOrDefault(segment => segment.Start <= place.Offset)))
        {
            if (inSegment.Key.Path is not { } path) continue;
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            var length = RandomAccess.GetLength(file);
            foreach (var place in inSegment.Where(place => place.Offset - inSegment.Key.Start + place.Length <= length)) Blank(file, inSegment.Key.Start, place);
            RandomAccess.FlushToDisk(file);
        }
    }

    private void Blank(SafeFileHandle file, long segmentStart, JournalPlace place)
    {
        var bytes = new byte[place.Length];
        if (place.IsRecord)
        {
            RandomAccess.Read(file, bytes, place.Offset - segmentStart);
            JournalFrame.Write(InPlaceOf(bytes), bytes);
        }
        RandomAccess.Write(file, bytes, place.Offset - segmentStart);
    }

    /// <summary>A record as long as the one that goes. That a gateway was there is not of the study: such a message stays, and names nobody.</summary>
    private JournalRecord InPlaceOf(byte[] frame)
    {
        if (JournalFrame.BodyLength(frame) == frame.Length - JournalFrame.HeaderBytes && JournalFrame.Read(frame) is { Kind: JournalRecordKind.Status } status)
        {
            var payload = status.Payload.ToArray();
            for (int at; (at = payload.AsSpan().IndexOf(_name)) >= 0;) s_nobody.CopyTo(payload, at);
            return status with { Payload = payload };
        }
        var empty = new JournalRecord(JournalRecordKind.Erased, "", "", DateTimeOffset.UnixEpoch, default);
        return empty with { Payload = new byte[frame.Length - JournalFrame.Length(empty)] };
    }

    /// <summary>Every message of a study says its id in text; what only mentions it elsewhere is another's.</summary>
    private bool IsOfStudy(JournalRecord record)
    {
        if (record.Payload.Span.IndexOf(_name) < 0) return false;
        try
        {
            return studyId.ToString() == record.Kind switch
            {
                JournalRecordKind.Study => StudyDescriptor.Parser.ParseFrom(record.Payload.Span).StudyId,
                JournalRecordKind.Samples => SampleBlock.Parser.ParseFrom(record.Payload.Span).StudyId,
                JournalRecordKind.Event => StudyEvent.Parser.ParseFrom(record.Payload.Span).StudyId,
                JournalRecordKind.Status => GatewayStatus.Parser.ParseFrom(record.Payload.Span).StudyId,
                _ => Encoding.ASCII.GetString(record.Payload.Span),
            };
        }
        catch (InvalidProtocolBufferException)
        {
            return true; // nobody else can read it either
        }
    }

    private void AddDamage(List<JournalPlace> found, long offset, long bytes)
    {
        var segment = JournalSegment.List(folder).Last(segment => segment.Start <= offset);
        var damaged = new byte[bytes];
        using (var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            RandomAccess.Read(file, damaged, offset - segment.Start);
        if (damaged.AsSpan().IndexOf(_name) >= 0) found.Add(new JournalPlace(offset, (int)bytes, IsRecord: false));
    }
}

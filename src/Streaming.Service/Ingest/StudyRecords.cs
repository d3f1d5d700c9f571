using Streaming.Core.Signals;
using Streaming.Service.Recording;

namespace Streaming.Service.Ingest;

/// <summary>Reads the journal's records of one study once more, whether or not the directory knows it: of nights that were over before the start it has each bed's
/// latest only.</summary>
internal sealed class StudyRecords(PayloadReader payloads, StoredStudy stored, Study study)
{
    private readonly PayloadReader _payloads = payloads.Of(stored, study);

    /// <summary>Samples or an event of the study, as they were taken; null for every other record.</summary>
    public IngestMessage? Read(JournalRecord record)
    {
        if (record.Kind is not (JournalRecordKind.Samples or JournalRecordKind.Event) || record.Site != stored.Bed.Site || record.Bed != stored.Bed.Bed) return null;
        return _payloads.Read(stored.Bed, record.Kind, record.Payload).Message is { } message and (IngestMessage.Samples or IngestMessage.Happened) ? message : null;
    }

    /// <summary>The study's samples; they stand in the buffer until it is used again. Null for every other record.</summary>
    public SampleBlock? Samples(JournalRecord record, SampleBuffer buffer) =>
        record.Kind == JournalRecordKind.Samples && Read(record) is IngestMessage.Samples samples ? samples.Decode(buffer) : null;
}

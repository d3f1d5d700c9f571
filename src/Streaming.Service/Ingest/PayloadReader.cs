using Google.Protobuf;
using Microsoft.Extensions.Options;
using Streaming.Service.Flow;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Ingest;

/// <summary>Payload bytes to a valid message, or why not. Changes nothing: the journal is read with it a second time.</summary>
internal sealed class PayloadReader(StudyDirectory studies, SessionFactory sessions, IOptions<IngestOptions> options)
{
    private static readonly IngestMessage.Nothing Nothing = new();
    private static readonly MessageParser<SampleBlock> Lenient = SampleBlock.Parser.WithDiscardUnknownFields(true);

    private readonly IngestOptions _options = options.Value;

    public (IngestMessage? Message, Rejection? Rejection) Read(BedKey bed, JournalRecordKind kind, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > _options.MaximumPayloadBytes)
            return Refuse("oversized", $"{payload.Length} bytes; {_options.MaximumPayloadBytes} may be");
        // A retained message is cleared by an empty one.
        if (payload.IsEmpty && kind is JournalRecordKind.Study or JournalRecordKind.Status) return (Nothing, null);
        try
        {
            return kind switch
            {
                JournalRecordKind.Study => ReadStudy(bed, StudyDescriptor.Parser.ParseFrom(payload.Span)),
                JournalRecordKind.Samples => ReadSamples(bed, payload),
                JournalRecordKind.Event => ReadEvent(bed, StudyEvent.Parser.ParseFrom(payload.Span)),
                JournalRecordKind.Status => (new IngestMessage.Status(GatewayStatus.Parser.ParseFrom(payload.Span)), null),
                JournalRecordKind.TimeOut => ReadTimeOut(payload.Span),
                _ => Refuse("unknown-kind", $"kind {(int)kind}"),
            };
        }
        catch (InvalidProtocolBufferException)
        {
            return Refuse(Cause(kind), $"{payload.Length} bytes are no such message");
        }
    }

    /// <summary>A reader that knows this study and no other: messages of others are held.</summary>
    public PayloadReader Of(StoredStudy stored, Core.Signals.Study study)
    {
        var one = new StudyDirectory();
        one.Add(study, stored.Descriptor, stored.Bed);
        return new PayloadReader(one, sessions, Options.Create(_options));
    }

    private static string Cause(JournalRecordKind kind) => kind switch
    {
        JournalRecordKind.Study => Rejection.MalformedStudy,
        JournalRecordKind.Samples => Rejection.MalformedSamples,
        JournalRecordKind.Event => Rejection.MalformedEvent,
        _ => Rejection.MalformedStatus,
    };

    private (IngestMessage?, Rejection?) ReadStudy(BedKey bed, StudyDescriptor descriptor)
    {
        var hasId = StudyReader.TryReadId(descriptor.StudyId, out var id);
        // The broker may retain it long after the study was deleted: nothing to complain of.
        if (hasId && studies.IsForgotten(id)) return (Nothing, null);
        // A retained one comes again with every subscription: taken once, it is not judged again.
        if (hasId && studies.Find(id) is { } same && same.Bed == bed && same.Descriptor.Equals(descriptor))
            return (new IngestMessage.Opened(same.Study, same.Descriptor), null);
        var (study, rejection) = StudyReader.Read(descriptor);
        if (study is null) return (null, rejection);
        if (studies.Find(study.Id) is not { } known)
        {
            return sessions.FaultOf(study) is { } fault
                ? Refuse("impossible-study", fault)
                : (new IngestMessage.Opened(study, descriptor), null);
        }
        return known.Bed == bed
            ? Refuse("study-changed", $"study {study.Id} was taken with another {Changed(known.Descriptor, descriptor)}; it is immutable: a change needs a new id")
            : Refuse("study-elsewhere", $"study {study.Id} belongs to another bed");
    }

    private static string Changed(StudyDescriptor taken, StudyDescriptor sent) => DescriptorChange.Of(taken, sent) is { Length: > 0 } place ? place : "content";

    private (IngestMessage?, Rejection?) ReadSamples(BedKey bed, ReadOnlyMemory<byte> payload)
    {
        if (WireBlockScanner.Scan(payload) is { } block)
        {
            var (known, early) = Find(bed, block.StudyId);
            return known is null ? early : Checked(block, known);
        }
        // A form that is seldom written: the generated parser reads it and says it again in the usual one.
        var message = Lenient.ParseFrom(payload.Span);
        var (study, refusal) = Find(bed, message.StudyId, Rejection.MalformedSamples);
        if (study is null) return refusal;
        if (SamplesReader.FaultOfCount(message.Channels.Count) is { } fault) return (null, fault);
        return WireBlockScanner.Scan(message.ToByteArray()) is { } plain ? Checked(plain, study) : Refuse(Rejection.MalformedSamples, "no such message");
    }

    private (IngestMessage?, Rejection?) Checked(WireBlock block, StudyDirectory.Known known)
    {
        var rejection = SamplesReader.FaultOf(block, known.Study, known.IndexLimits(_options.MaximumStudyHours));
        return rejection is null ? (new IngestMessage.Samples(known.Study, block), null) : (null, rejection);
    }

    private (IngestMessage?, Rejection?) ReadEvent(BedKey bed, StudyEvent message)
    {
        var (known, early) = Find(bed, message.StudyId, Rejection.MalformedEvent);
        if (known is null) return early;
        var rejection = EventReader.FaultOf(message, known, _options.MaximumStudyHours);
        return rejection is null ? (new IngestMessage.Happened(message), null) : (null, rejection);
    }

    private (StudyDirectory.Known? Known, (IngestMessage?, Rejection?) Early) Find(BedKey bed, string studyId, string cause) =>
        StudyReader.TryReadId(studyId, out var id) ? Find(bed, id) : (null, Refuse(cause, $"study_id {StudyReader.Shown(studyId)} is not a lower-case UUID"));

    private (StudyDirectory.Known? Known, (IngestMessage?, Rejection?) Early) Find(BedKey bed, Guid id)
    {
        if (studies.IsForgotten(id)) return (null, Refuse("study-deleted", $"study {id} was deleted; what still comes of it is not taken"));
        var known = studies.Find(id);
        if (known is null) return (null, (new IngestMessage.Held(id), null));
        return known.Bed == bed ? (known, default) : (null, Refuse("study-elsewhere", $"study {id} belongs to another bed"));
    }

    private static (IngestMessage?, Rejection?) ReadTimeOut(ReadOnlySpan<byte> payload) =>
        Guid.TryParse(System.Text.Encoding.ASCII.GetString(payload), out var id)
            ? (new IngestMessage.TimedOut(id), null)
            : Refuse("malformed-time-out", "no study id");

    private static (IngestMessage?, Rejection?) Refuse(string cause, string text) => (null, new Rejection(cause, text));
}

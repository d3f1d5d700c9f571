using Google.Protobuf;
using Streaming.Core.Rendering;
using Streaming.Core.Windowing;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Draws an epoch again, bit for bit: from the state after the epoch before it and the journal.</summary>
internal sealed class EpochImageQuery(ServedModel model, SessionFactory sessions, Journal journal, PayloadReader payloads)
{
    public V1.EpochImage Read(GetEpochImageRequest request, StoredStudy stored, NightLogReader log)
    {
        var number = RequestCheck.Epoch(request.Epoch);
        var spec = Spec(request.Preset);
        if (request.Overlay)
            throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Unimplemented, "overlay: this service draws no evidence yet"));
        if (log.State(stored.Id, number) is not { } state) throw RequestCheck.NotFound($"epoch {number} of study {stored.Id} is not decided");
        var epoch = Again(number, state.ClosedOffset, stored, log) ?? throw RequestCheck.NotFound($"epoch {number}: its samples are no longer held");
        var image = new Core.Rendering.EpochImage(spec);
        new WaveformRenderer(spec).Draw(epoch, image);
        using var png = new MemoryStream();
        PngWriter.Write(image, png);
        return new V1.EpochImage
        {
            StudyId = stored.Id,
            Epoch = number,
            Png = ByteString.CopyFrom(png.GetBuffer().AsSpan(0, (int)png.Length)),
            Width = spec.Width,
            Height = spec.Height,
            RenderSpec = $"{spec.Preset} v{spec.Version}",
        };
    }

    private RenderSpec Spec(ImagePreset preset)
    {
        var name = preset switch
        {
            ImagePreset.Unspecified => null,
            ImagePreset.Display => "display",
            ImagePreset.Lossless100 => "lossless-100",
            ImagePreset.Paper336 => "paper-336",
            ImagePreset.Clinical448 => "clinical-448",
            _ => throw RequestCheck.Invalid("preset", $"{(int)preset} is no preset"),
        };
        if (name is null) return model.Spec;
        return RenderSpecs.Find(name, model.Spec.Signal)
            ?? throw new Grpc.Core.RpcException(
                new Grpc.Core.Status(Grpc.Core.StatusCode.Unimplemented, $"preset: {name} is not drawn by this version"));
    }

    private Epoch? Again(long number, long closedOffset, StoredStudy stored, NightLogReader log)
    {
        var (study, _) = StudyReader.Read(stored.Descriptor);
        var before = number == 0 ? null : log.State(stored.Id, number - 1);
        var session = before is null ? sessions.Begin(study!) : sessions.Restore(study!, before.Session);
        foreach (var kept in journal.Read(before?.ResumeOffset ?? stored.FirstOffset))
        {
            if (kept.Offset >= closedOffset) break;
            if (kept.Record.Site != stored.Bed.Site || kept.Record.Bed != stored.Bed.Bed) continue;
            var closed = Feed(session, study!, kept, stored.Bed);
            if (closed.FirstOrDefault(epoch => epoch.Number == number) is { } found) return found;
            // The record that closed it was a descriptor of the next study, or a time-out: the study was closed by force.
            if (kept.NextOffset >= closedOffset) return session.TimeOut(kept.NextOffset).FirstOrDefault(epoch => epoch.Number == number);
        }
        return null;
    }

    private IReadOnlyList<Epoch> Feed(BedSession session, Core.Signals.Study study, JournalEntry kept, BedKey bed)
    {
        switch (payloads.Read(bed, kept.Record.Kind, kept.Record.Payload).Message)
        {
            case IngestMessage.Samples samples when samples.Study.Id == study.Id:
                return session.Accept(samples.Decode(new SampleBuffer()), kept.Offset, kept.NextOffset);
            case IngestMessage.Happened { Event.WhatCase: StudyEvent.WhatOneofCase.StudyEnded } ended when ended.Event.StudyId == study.Id.ToString():
                return session.End(EventReader.ToEnd(ended.Event.StudyEnded, study), kept.NextOffset);
            default:
                return [];
        }
    }
}

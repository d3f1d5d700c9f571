using Google.Protobuf;
using Streaming.Core.Rendering;
using Streaming.Core.Windowing;
using Streaming.Service.Access;
using Streaming.Service.Flow;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Draws an epoch again, bit for bit; over the picture for people also what the decision rests on.</summary>
internal sealed class EpochImageQuery(ModelShelf models, EpochReplay replay, ExplanationDesk explanations)
{
    public async Task<V1.EpochImage> ReadAsync(GetEpochImageRequest request, NightLog log, Caller caller, CancellationToken cancellationToken)
    {
        var (stored, spec, epoch, read) = await Task.Run(() => log.AnswerFrom(reader => Find(request, RequestCheck.Night(request.Night, reader, caller), reader)), cancellationToken);
        var explained = read is null ? null : await explanations.CompleteAsync(read, cancellationToken);
        return await Task.Run(() => Draw(stored, spec, epoch, explained), cancellationToken);
    }

    private (StoredStudy, RenderSpec, Epoch, ExplainedEpoch?) Find(GetEpochImageRequest request, StoredStudy stored, NightLogReader log)
    {
        var number = RequestCheck.Epoch(request.Epoch);
        if (request.Overlay && request.Preset is not (ImagePreset.Unspecified or ImagePreset.Display))
            throw RequestCheck.Invalid("overlay", "drawn over the display preset only: others are what a network reads");
        var spec = Spec(request.Overlay ? ImagePreset.Display : request.Preset);
        var read = request.Overlay ? explanations.Read(number, stored, log) : null;
        return (stored, spec, read?.Epoch ?? replay.Read(number, stored, log), read);
    }

    private static V1.EpochImage Draw(StoredStudy stored, RenderSpec spec, Epoch epoch, ExplainedEpoch? explained)
    {
        var image = new Core.Rendering.EpochImage(spec);
        new WaveformRenderer(spec).Draw(epoch, image);
        if (explained is not null) EvidenceOverlay.Draw(image, explained.Findings, explained.Reason, explained.Ablation);
        using var png = new MemoryStream();
        PngWriter.Write(image, png);
        return new V1.EpochImage
        {
            StudyId = stored.Id,
            Epoch = epoch.Number,
            Png = ByteString.CopyFrom(png.GetBuffer().AsSpan(0, (int)png.Length)),
            Width = spec.Width,
            Height = spec.Height,
            RenderSpec = $"{spec.Preset} v{spec.Version}",
            Blanks = { Core.Rendering.BlankArea.Of(epoch, spec).Select(ToProto) },
        };
    }

    private static V1.BlankArea ToProto(Core.Rendering.BlankArea area) => new()
    {
        Row = ReportWriter.RowName((int)area.Row), Why = area.Why, Left = area.Left, Top = area.Top, Width = area.Width, Height = area.Height,
    };

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
        if (name is null) return models.Current.Spec;
        return RenderSpecs.Find(name, models.Current.Spec.Signal)
            ?? throw new Grpc.Core.RpcException(
                new Grpc.Core.Status(Grpc.Core.StatusCode.Unimplemented, $"preset: {name} is not drawn by this version"));
    }
}

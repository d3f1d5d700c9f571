using Google.Protobuf;
using Streaming.Core.Rendering;
using Streaming.Service.Flow;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Draws an epoch again, bit for bit; over the picture for people also what the decision rests on.</summary>
internal sealed class EpochImageQuery(ModelShelf models, EpochReplay replay, ExplanationDesk explanations)
{
    public V1.EpochImage Read(GetEpochImageRequest request, StoredStudy stored, NightLogReader log, CancellationToken cancellationToken)
    {
        var number = RequestCheck.Epoch(request.Epoch);
        if (request.Overlay && request.Preset is not (ImagePreset.Unspecified or ImagePreset.Display))
            throw RequestCheck.Invalid("overlay", "drawn over the display preset only: others are what a network reads");
        var spec = Spec(request.Overlay ? ImagePreset.Display : request.Preset);
        var image = new Core.Rendering.EpochImage(spec);
        if (request.Overlay)
        {
            var explained = explanations.Explain(number, stored, log, cancellationToken);
            new WaveformRenderer(spec).Draw(explained.Epoch, image);
            EvidenceOverlay.Draw(image, explained.Findings, explained.Reason, explained.Ablation);
        }
        else new WaveformRenderer(spec).Draw(replay.Read(number, stored, log), image);
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
        if (name is null) return models.Current.Spec;
        return RenderSpecs.Find(name, models.Current.Spec.Signal)
            ?? throw new Grpc.Core.RpcException(
                new Grpc.Core.Status(Grpc.Core.StatusCode.Unimplemented, $"preset: {name} is not drawn by this version"));
    }
}

namespace Streaming.Scoring;

/// <summary>Another form of the bundle's graph, and what was measured of it.</summary>
public sealed record ModelVariant
{
    /// <summary>Share of epochs that must keep their stage before a variant may be served.</summary>
    public const double LeastAgreement = 0.995;

    public required VariantKind Kind { get; init; }

    /// <summary>Name of its file in the bundle's folder.</summary>
    public required string File { get; init; }

    /// <summary>Of that file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Size of that file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Size over that of <c>model.onnx</c>.</summary>
    public required double SizeRatio { get; init; }

    /// <summary>Its time for a picture over that of <c>model.onnx</c>, one thread, in turns in one run; null: not measured on its provider.</summary>
    public required double? TimeRatio { get; init; }

    /// <summary>How it was made and measured, in words: calibration, machine.</summary>
    public required string Made { get; init; }

    public required IReadOnlyList<VariantAgreement> Agreement { get; init; }

    /// <summary>The one provider it is for.</summary>
    internal string Provider => Kind == VariantKind.Int8 ? OnnxStager.Cpu : OnnxStager.Cuda;

    /// <summary>As in logs and versions.</summary>
    internal string Name => Kind.ToString().ToLowerInvariant();

    /// <summary>Agrees with the reference wherever it was compared, and was compared.</summary>
    internal bool Agrees => Agreement.Count > 0 && Agreement.All(figure => Math.Min(figure.SameStage, figure.SameFinal) >= LeastAgreement);

    internal double LowestAgreement => Agreement.Count == 0 ? 0 : Agreement.Min(figure => Math.Min(figure.SameStage, figure.SameFinal));
}

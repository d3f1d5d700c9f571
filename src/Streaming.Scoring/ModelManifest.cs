using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Core.Novelty;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;

namespace Streaming.Scoring;

/// <summary>What <c>manifest.json</c> says of a bundle; docs/model-manifest.md describes every field. Numbers survive writing and reading
/// exactly.</summary>
public sealed record ModelManifest
{
    /// <summary>The format written and understood.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Class order of every output and spec.</summary>
    public static IReadOnlyList<string> ClassOrder { get; } = ["W", "N1", "N2", "N3", "R"];

    public int Format { get; init; } = CurrentFormat;

    public required string Name { get; init; }

    public required string Version { get; init; }

    /// <summary>Of <c>model.onnx</c>, lower-case hexadecimal. <see cref="ModelBundle.Write"/> fills it in.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The picture the network reads, whole.</summary>
    public required RenderSpec RenderSpec { get; init; }

    /// <summary>Must be <see cref="ClassOrder"/>.</summary>
    public IReadOnlyList<string> Classes { get; init; } = ClassOrder;

    /// <summary>Logits are divided by it before the softmax; above 0.</summary>
    public required double Temperature { get; init; }

    /// <summary>The night's context.</summary>
    public required SmootherSpec Smoother { get; init; }

    /// <summary>What confidence is held to where only brain rows are drawn; null (and absent from the file): nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConfidenceCaps? ConfidenceCaps { get; init; }

    /// <summary>What its training signals look like, to flag what is unlike them; null (and absent from the file): nothing is flagged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NoveltySpec? Novelty { get; init; }

    /// <summary>Name of the graph's input: uint8 [1, height, width], or [1, height, width, 3] for colour.</summary>
    public string Input { get; init; } = "image";

    /// <summary>Name of the graph's output: float [1, 5].</summary>
    public string Logits { get; init; } = "logits";

    /// <summary>Name of the graph's attention map, float [1, rows, 30]; null where the network has none.</summary>
    public string? Attention { get; init; }

    /// <summary>What it was trained on, in words.</summary>
    public required string Training { get; init; }

    /// <summary>The networks it comes from, nearest first, each once; null (and absent from the file): none, or nobody wrote it down.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ModelAncestor>? Ancestors { get; init; }

    /// <summary>Who of imported data it was trained on and calibrated on; null (and absent from the file): nobody, or nobody wrote it down.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainedOn? TrainedOn { get; init; }

    /// <summary>What was measured; may be empty, and then the card must say why.</summary>
    public required IReadOnlyList<MeasuredAgreement> Agreement { get; init; }

    /// <summary>Other forms of the graph, at most one a kind; null (and absent from the file): there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ModelVariant>? Variants { get; init; }

    /// <summary>As JSON, indented, every field present.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Default.ModelManifest) + "\n";

    /// <summary>Of everything that a stage rests on, the graph among it: two with the same one decide alike. What was measured of a bundle, or written of it,
    /// does not count.</summary>
    [JsonIgnore]
    internal string DecisionSha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        (this with { Training = "", Ancestors = null, TrainedOn = null, Agreement = [], Variants = null }).ToJson())));

    [JsonIgnore]
    internal ModelIdentity Identity => new(Name, Version, Sha256);
}

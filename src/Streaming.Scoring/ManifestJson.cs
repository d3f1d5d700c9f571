using System.Text.Json.Serialization;
using Streaming.Core.Signals;

namespace Streaming.Scoring;

/// <summary>Strict: an unknown field is a refusal, because it may have been meant to change something.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(SignalSpec))]
internal sealed partial class ManifestJson : JsonSerializerContext;

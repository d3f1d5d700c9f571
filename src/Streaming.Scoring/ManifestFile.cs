using System.Text.Json;
using System.Text.Json.Nodes;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;

namespace Streaming.Scoring;

/// <summary>Reads <c>manifest.json</c>; a field that is missing, unknown or of the wrong kind is named.</summary>
internal static class ManifestFile
{
    private static readonly JsonNode s_allFields = JsonNode.Parse(new ModelManifest
    {
        Name = "",
        Version = "",
        RenderSpec = RenderSpecs.Lossless100,
        Temperature = 1,
        Smoother = SmootherSpec.Default,
        Training = "",
        Agreement = [],
    }.ToJson())!;

    public static ModelManifest Read(string folder, byte[] json)
    {
        try
        {
            // Defaults exist for code that writes manifests; a file must say everything, or a later default would change what it means.
            if (Missing(s_allFields, JsonNode.Parse(json), "") is { } field) throw new ModelBundleException(folder, field, "missing", "a value");
            return JsonSerializer.Deserialize(json, ManifestJson.Default.ModelManifest)!;
        }
        catch (JsonException e)
        {
            var field = e.Path?.TrimStart('$', '.');
            throw new ModelBundleException(folder, string.IsNullOrEmpty(field) ? ModelBundle.ManifestName : field, "not readable", e.Message, e);
        }
    }

    private static string? Missing(JsonNode all, JsonNode? given, string path)
    {
        if (all is not JsonObject fields) return null;
        if (given is not JsonObject there) return path.Length == 0 ? ModelBundle.ManifestName : path;
        foreach (var (name, value) in fields)
        {
            var field = path.Length == 0 ? name : $"{path}.{name}";
            if (!there.TryGetPropertyValue(name, out var found)) return field;
            if (value is not null && Missing(value, found, field) is { } inner) return inner;
        }
        return null;
    }
}

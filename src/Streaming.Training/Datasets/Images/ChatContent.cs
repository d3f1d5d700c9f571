using System.Text.Json.Serialization;

namespace Streaming.Training.Datasets.Images;

/// <summary>An image, by its path, or a text.</summary>
internal sealed record ChatContent(
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Image = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null);

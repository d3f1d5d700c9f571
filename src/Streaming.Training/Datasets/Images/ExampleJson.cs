using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streaming.Training.Datasets.Images;

/// <summary>Lines of the data set's JSON files.</summary>
internal static class ExampleJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Line<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static IEnumerable<EpochExample> Read(string path) =>
        File.ReadLines(path).Select(line => JsonSerializer.Deserialize<EpochExample>(line, Options)!);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Training.Datasets.Cache;

/// <summary>Night records as JSON: rates as exact ratios, stages as one character an epoch.</summary>
internal static class NightRecordJson
{
    private const string Codes = "W123R";

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new RationalConverter(), new StagesConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static byte[] Write(NightRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, s_options);

    /// <exception cref="JsonException">It is no night record.</exception>
    public static NightRecord Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<NightRecord>(json, s_options) ?? throw new JsonException("The record is null.");

    /// <summary><c>W123R</c>, and <c>?</c> for an epoch that is not scored.</summary>
    public static string Text(IEnumerable<Stage?> stages) => string.Concat(stages.Select(stage => stage is <= Stage.R ? Codes[(int)stage] : '?'));

    private sealed class RationalConverter : JsonConverter<Rational>
    {
        public override Rational Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var parts = (reader.GetString() ?? "").Split('/');
            return parts.Length <= 2 && long.TryParse(parts[0], out var numerator)
                && long.TryParse(parts.ElementAtOrDefault(1) ?? "1", out var denominator)
                && denominator != 0
                ? new Rational(numerator, denominator)
                : throw new JsonException($"'{string.Join('/', parts)}' is no ratio.");
        }

        public override void Write(Utf8JsonWriter writer, Rational value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class StagesConverter : JsonConverter<IReadOnlyList<Stage?>>
    {
        public override IReadOnlyList<Stage?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            [.. (reader.GetString() ?? "").Select(code => Codes.IndexOf(code) is var stage and >= 0 ? (Stage?)stage : null)];

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<Stage?> value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Text(value));
    }
}

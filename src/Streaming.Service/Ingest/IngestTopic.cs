using Streaming.Service.Recording;

namespace Streaming.Service.Ingest;

/// <summary>What a topic of <c>psg/v1/{site}/{bed}/{study|samples|event|status}</c> says.</summary>
internal readonly record struct IngestTopic(BedKey Bed, JournalRecordKind Kind)
{
    public const string Root = "psg/v1/";

    /// <summary>What the service listens to.</summary>
    public static IReadOnlyList<string> Filters { get; } =
        [Root + "+/+/study", Root + "+/+/samples", Root + "+/+/event", Root + "+/+/status"];

    public static bool TryParse(string topic, out IngestTopic parsed)
    {
        parsed = default;
        if (!topic.StartsWith(Root, StringComparison.Ordinal)) return false;
        var parts = topic[Root.Length..].Split('/');
        if (parts.Length != 3 || !BedKey.IsName(parts[0]) || !BedKey.IsName(parts[1]) || KindOf(parts[2]) is not { } kind) return false;
        parsed = new IngestTopic(new BedKey(parts[0], parts[1]), kind);
        return true;
    }

    public static string Command(BedKey bed) => $"{Root}{bed}/command";

    public static string Stage(BedKey bed) => $"{Root}{bed}/stage";

    private static JournalRecordKind? KindOf(string word) => word switch
    {
        "study" => JournalRecordKind.Study,
        "samples" => JournalRecordKind.Samples,
        "event" => JournalRecordKind.Event,
        "status" => JournalRecordKind.Status,
        _ => null,
    };
}

using Streaming.Parts.Mqtt;
using Streaming.Replay.Gateway;
using Streaming.Replay.Recordings;

namespace Streaming.Replay;

/// <summary>A run of Replay: what is played where.</summary>
/// <param name="Source">What the beds play.</param>
/// <param name="Broker">How to reach the broker; the client id is each bed's own.</param>
internal sealed record ReplayOptions(IRecordingSource Source, MqttClientOptions Broker)
{
    public string Prefix { get; init; } = "psg/v1";

    public string Site { get; init; } = "lab";

    /// <summary>The name of a single bed; several are this and a number from 1.</summary>
    public string Bed { get; init; } = "bed";

    public bool IsBedNamed { get; init; }

    /// <summary>0: as many as the source has.</summary>
    public int Beds { get; init; }

    public PlayOptions Play { get; init; } = new();

    /// <summary>Stop after this wall time; null: play all.</summary>
    public TimeSpan? StopAfter { get; init; }

    public IReadOnlyList<string> BedNames()
    {
        var count = Beds > 0 ? Beds : Source.Count;
        return count == 1 && IsBedNamed ? [Bed] : [.. Enumerable.Range(1, count).Select(number => $"{Bed}{number}")];
    }
}

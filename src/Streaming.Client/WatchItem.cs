using Streaming.V1;

namespace Streaming.Client;

/// <summary>What a watcher receives, in order.</summary>
public abstract record WatchItem
{
    private WatchItem()
    {
    }

    /// <summary>Every night, and every bed the service told of, as it stands. With <paramref name="Reset"/> the caller forgets what it had.</summary>
    public sealed record Snapshot(bool Reset, IReadOnlyList<Night> Nights, IReadOnlyList<Bed> Beds) : WatchItem;

    /// <summary>A result that is new or replaces a lower revision of its epoch; each once.</summary>
    public sealed record Stage(StageReport Report) : WatchItem;

    /// <summary>State of a bed.</summary>
    public sealed record BedChanged(Bed Bed) : WatchItem;

    /// <summary>A technical advisory began, changed or ended.</summary>
    public sealed record AdvisoryChanged(Advisory Advisory) : WatchItem;

    public sealed record Lights(LightsMark Mark) : WatchItem;

    public sealed record Note(NightNote Text) : WatchItem;

    /// <summary>Bio-calibration, body position, CPAP or video offset.</summary>
    public sealed record Marked(NightMark Mark) : WatchItem;

    /// <summary>A night was signed, or a signature no longer stands; its state says which.</summary>
    public sealed record Signed(Signature Signature) : WatchItem;

    /// <summary>The service lives.</summary>
    public sealed record Heartbeat(V1.Heartbeat Beat) : WatchItem;

    /// <summary>The stream opened or broke.</summary>
    public sealed record Connection(ConnectionState State) : WatchItem;
}

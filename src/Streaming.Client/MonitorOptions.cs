namespace Streaming.Client;

/// <summary>How a station reaches the service and how patient it is.</summary>
public sealed record MonitorOptions
{
    /// <summary>Address of the service's gRPC port; http:// speaks HTTP/2 without TLS.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:5101");

    /// <summary>Access token of the service's <c>token issue</c>; null where none is asked for. Sent over TLS or loopback only.</summary>
    public string? Token { get; init; }

    /// <summary>PEM file of the only authorities to trust; null: the system's.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>PEM files of a client certificate and its key, where the service demands one. Read when a connection is made: a renewed pair is shown from
    /// the next one on.</summary>
    public string? ClientCertificateFile { get; init; }

    public string? ClientKeyFile { get; init; }

    /// <summary>Heartbeat interval taken for granted until the service has told its own.</summary>
    public TimeSpan AssumedHeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection silent for this many heartbeat intervals is dead.</summary>
    public double SilentIntervals { get; init; } = 2.5;

    /// <summary>A snapshot whose next message takes longer is given up: a night of 2 MB comes through 0.06 Mbit/s in this time. A line that is dead is noticed sooner,
    /// by pings: <see cref="AssumedHeartbeatInterval"/> and <see cref="ConnectTimeout"/> after its last byte.</summary>
    public TimeSpan SnapshotPatience { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>First pause before a new attempt; doubles with jitter up to <see cref="ReconnectMax"/>.</summary>
    public TimeSpan ReconnectBase { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Seed of the jitter; stations of one house should differ.</summary>
    public int JitterSeed { get; init; } = Environment.ProcessId;

    /// <summary>A snapshot holds whole nights, each up to a few megabytes.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;
}

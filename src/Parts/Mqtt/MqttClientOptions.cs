namespace Streaming.Parts.Mqtt;

/// <summary>How to reach a broker and what to agree with it.</summary>
public sealed record MqttClientOptions
{
    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; } = 1883;

    /// <summary>Names the session at the broker: stable for one installation, different for every client.</summary>
    public required string ClientId { get; init; }

    /// <summary>What the connection is for, in the log's words, where a program has several to one broker; null: the log names the client id.</summary>
    public string? Role { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    public MqttTls? Tls { get; init; }

    /// <summary>The first connection discards what the broker holds for this client id; later connections resume.</summary>
    public bool CleanStart { get; init; }

    /// <summary>How long the broker keeps the session without a connection. A day outlives a night and its repair.</summary>
    public uint SessionExpirySeconds { get; init; } = 86_400;

    /// <summary>0 switches keep-alive off. A dead broker is noticed within one and a half times this.</summary>
    public ushort KeepAliveSeconds { get; init; } = 15;

    /// <summary>Bounds the QoS 1 messages that the broker may have sent and we not acknowledged.</summary>
    public ushort ReceiveMaximum { get; init; } = 256;

    /// <summary>Bounds our own unacknowledged QoS 1 publishes, below whatever the broker allows, and so the bytes waiting for the network.</summary>
    public ushort MaximumInFlight { get; init; } = 64;

    public uint MaximumPacketSizeBytes { get; init; } = 1 << 20;

    public MqttMessage? Will { get; init; }

    /// <summary>The broker waits this long for us to return before it publishes the will.</summary>
    public uint WillDelaySeconds { get; init; }

    /// <summary>For the whole of network connection, TLS and CONNACK; also the longest wait for a clean end.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Median of the first pause between attempts; later pauses grow exponentially, with jitter.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan MaximumReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Throws naming the value and the limit.</summary>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(ClientId);
        ArgumentException.ThrowIfNullOrEmpty(Host);
        ArgumentOutOfRangeException.ThrowIfLessThan(Port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65_535);
        ArgumentOutOfRangeException.ThrowIfZero(ReceiveMaximum);
        ArgumentOutOfRangeException.ThrowIfZero(MaximumInFlight);
        ArgumentOutOfRangeException.ThrowIfZero(MaximumPacketSizeBytes);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ReconnectDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumReconnectDelay, ReconnectDelay);
    }
}

namespace Streaming.Parts.Mqtt;

public enum MqttDisconnectCause
{
    /// <summary>This side asked for it.</summary>
    Requested,

    /// <summary>The broker sent DISCONNECT; the reason code is its own.</summary>
    ByBroker,

    /// <summary>The network connection ended without a DISCONNECT.</summary>
    NetworkLost,

    /// <summary>The broker stopped answering.</summary>
    KeepAliveTimeout,

    /// <summary>The broker broke the protocol; this side closed with the reason code.</summary>
    ProtocolError,

    /// <summary>The broker refused a remembered subscription after a reconnection.</summary>
    SubscriptionRefused,

    /// <summary>No connection came about: network, TLS, time-out or CONNACK; the reason code is set for the last.</summary>
    ConnectFailed,
}

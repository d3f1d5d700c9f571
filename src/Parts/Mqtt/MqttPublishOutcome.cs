namespace Streaming.Parts.Mqtt;

public enum MqttPublishOutcome
{
    /// <summary>QoS 1: the broker has taken responsibility for the message.</summary>
    Acknowledged,

    /// <summary>QoS 0: handed to the network; nobody will say whether it arrived.</summary>
    Sent,

    /// <summary>The broker (or a limit that the broker announced) refuses the message; see the reason code. It is not sent again.</summary>
    Refused,

    /// <summary>QoS 0 without a connection: dropped. QoS 1 waits for the next connection instead.</summary>
    NotConnected,
}

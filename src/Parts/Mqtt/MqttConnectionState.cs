namespace Streaming.Parts.Mqtt;

public enum MqttConnectionState
{
    Disconnected,
    Connecting,

    /// <summary>The broker accepted the connection and every remembered subscription stands.</summary>
    Connected,
}

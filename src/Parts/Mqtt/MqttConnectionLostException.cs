namespace Streaming.Parts.Mqtt;

/// <summary>A connection ended while something waited on it.</summary>
public sealed class MqttConnectionLostException(MqttDisconnect disconnect) : Exception(disconnect.Message)
{
    public MqttDisconnect Disconnect { get; } = disconnect;
}

namespace Streaming.Parts.Mqtt.Codec;

internal sealed record ConnectPacket(string ClientId, bool CleanStart, ushort KeepAliveSeconds) : MqttPacket
{
    public ConnectWill? Will { get; init; }

    public string? UserName { get; init; }

    public ReadOnlyMemory<byte>? Password { get; init; }
}

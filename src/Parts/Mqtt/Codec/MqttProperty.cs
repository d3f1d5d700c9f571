namespace Streaming.Parts.Mqtt.Codec;

/// <summary>One property; which of the fields holds its value follows from the identifier's <see cref="MqttPropertyKind"/>.</summary>
internal readonly record struct MqttProperty(MqttPropertyId Id, uint Number = 0, string Text = "", string Value = "",
    ReadOnlyMemory<byte> Data = default);

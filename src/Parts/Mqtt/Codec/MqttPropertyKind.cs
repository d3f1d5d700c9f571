namespace Streaming.Parts.Mqtt.Codec;

internal enum MqttPropertyKind : byte
{
    /// <summary>One byte that must be 0 or 1.</summary>
    Flag,
    TwoBytes,
    FourBytes,
    VariableInteger,
    Text,
    Binary,
    TextPair,
}

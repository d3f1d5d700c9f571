namespace Streaming.Parts.Mqtt;

/// <summary>The broker refused at least one subscription of a request; the others stand.</summary>
public sealed class MqttSubscribeException(IReadOnlyList<KeyValuePair<string, MqttReasonCode>> refused)
    : Exception("The broker refused: " + string.Join(", ", refused.Select(r => $"'{r.Key}' ({r.Value}, 0x{(byte)r.Value:X2})")))
{
    /// <summary>Topic filter and reason code of each refused subscription.</summary>
    public IReadOnlyList<KeyValuePair<string, MqttReasonCode>> Refused { get; } = refused;
}

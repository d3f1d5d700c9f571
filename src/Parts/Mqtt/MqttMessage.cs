namespace Streaming.Parts.Mqtt;

/// <summary>An application message: what is published, and what arrives inside <see cref="MqttReceived"/>.</summary>
/// <param name="Topic">Topic name: 1 to 65535 bytes of UTF-8, no wildcards.</param>
/// <param name="Payload">Opaque bytes. Not copied: leave them alone until <see cref="MqttClient.PublishAsync"/> has completed.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload)
{
    public MqttQualityOfService QualityOfService { get; init; } = MqttQualityOfService.AtLeastOnce;

    public bool Retain { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Name and value pairs, in order; a name may occur more than once.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];

    /// <summary>The broker forgets the message after this long; null means never.</summary>
    public uint? MessageExpirySeconds { get; init; }
}

namespace Streaming.Parts.Mqtt;

/// <summary>One subscription. <paramref name="TopicFilter"/> may hold the wildcards + and #.</summary>
public sealed record MqttSubscription(string TopicFilter, MqttQualityOfService MaximumQualityOfService = MqttQualityOfService.AtLeastOnce)
{
    /// <summary>The broker does not send back what this client published itself.</summary>
    public bool NoLocal { get; init; }

    /// <summary>Messages keep the retain flag they were published with; otherwise only those sent because of the subscription carry it.</summary>
    public bool RetainAsPublished { get; init; }

    public MqttRetainHandling RetainHandling { get; init; }
}

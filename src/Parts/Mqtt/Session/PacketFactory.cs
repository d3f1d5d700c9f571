using System.Text;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>Options and messages as packets, and back.</summary>
internal static class PacketFactory
{
    public static ConnectPacket Connect(MqttClientOptions options, bool cleanStart)
    {
        List<MqttProperty> properties =
        [
            new(MqttPropertyId.SessionExpiryInterval, options.SessionExpirySeconds),
            new(MqttPropertyId.ReceiveMaximum, options.ReceiveMaximum),
            new(MqttPropertyId.MaximumPacketSize, options.MaximumPacketSizeBytes),
            new(MqttPropertyId.TopicAliasMaximum, 0),
        ];
        return new ConnectPacket(options.ClientId, cleanStart, options.KeepAliveSeconds)
        {
            Properties = new MqttProperties(properties),
            UserName = options.UserName,
            Password = options.Password is null ? null : Encoding.UTF8.GetBytes(options.Password),
            Will = options.Will is null ? null : Will(options.Will, options.WillDelaySeconds),
        };
    }

    public static PublishPacket Publish(MqttMessage message, ushort identifier, bool duplicate) =>
        new(message.Topic, message.Payload, message.QualityOfService, message.Retain, duplicate, identifier) { Properties = Properties(message) };

    public static MqttMessage Message(PublishPacket packet) => new(packet.Topic, packet.Payload)
    {
        QualityOfService = packet.QualityOfService,
        Retain = packet.Retain,
        ContentType = packet.Properties.Text(MqttPropertyId.ContentType),
        UserProperties = packet.Properties.UserProperties,
        MessageExpirySeconds = packet.Properties.Number(MqttPropertyId.MessageExpiryInterval),
    };

    /// <summary>Throws <see cref="ArgumentException"/> for a topic that cannot be published to.</summary>
    public static void CheckTopic(string topic)
    {
        if (topic.Length == 0 || topic.AsSpan().ContainsAny('+', '#', '\0'))
            throw new ArgumentException($"A topic name has 1 to 65535 bytes without '+', '#' and U+0000; this one is '{topic}'.", nameof(topic));
    }

    private static ConnectWill Will(MqttMessage will, uint delaySeconds)
    {
        CheckTopic(will.Topic);
        var properties = new List<MqttProperty>(Properties(will).Items);
        if (delaySeconds > 0)
            properties.Add(new MqttProperty(MqttPropertyId.WillDelayInterval, delaySeconds));
        return new ConnectWill(will.Topic, will.Payload, will.QualityOfService, will.Retain, new MqttProperties(properties));
    }

    private static MqttProperties Properties(MqttMessage message)
    {
        if (message.MessageExpirySeconds is null && message.ContentType is null && message.UserProperties.Count == 0)
            return MqttProperties.None;
        var properties = new List<MqttProperty>();
        if (message.MessageExpirySeconds is { } expiry)
            properties.Add(new MqttProperty(MqttPropertyId.MessageExpiryInterval, expiry));
        if (message.ContentType is { } type)
            properties.Add(new MqttProperty(MqttPropertyId.ContentType, Text: type));
        foreach (var (name, value) in message.UserProperties)
            properties.Add(new MqttProperty(MqttPropertyId.UserProperty, Text: name, Value: value));
        return new MqttProperties(properties);
    }
}

namespace Streaming.Parts.Mqtt.Codec;

/// <summary>What the standard says of one property.</summary>
/// <param name="Kind">Its form on the wire.</param>
/// <param name="Packets">Bit n set: allowed in packet type n (bit 0: in the will).</param>
/// <param name="MayBeZero">False where a value of 0 is a protocol error.</param>
internal readonly record struct MqttPropertyRule(MqttPropertyKind Kind, int Packets, bool MayBeZero = true)
{
    private const int Will = 1 << (int)MqttPacketType.Will;
    private const int Connect = 1 << (int)MqttPacketType.Connect;
    private const int Connack = 1 << (int)MqttPacketType.Connack;
    private const int Publish = 1 << (int)MqttPacketType.Publish;
    private const int Subscribe = 1 << (int)MqttPacketType.Subscribe;
    private const int Disconnect = 1 << (int)MqttPacketType.Disconnect;
    private const int Answers =
        Connack | Disconnect | 1 << (int)MqttPacketType.Puback | 1 << (int)MqttPacketType.Suback | 1 << (int)MqttPacketType.Unsuback;

    public bool Allows(MqttPacketType packet) => (Packets & 1 << (int)packet) != 0;

    /// <summary>Whether one packet may carry it more than once.</summary>
    public static bool Repeats(MqttPropertyId id, MqttPacketType packet) =>
        id == MqttPropertyId.UserProperty || (id == MqttPropertyId.SubscriptionIdentifier && packet == MqttPacketType.Publish);

    public static bool TryFind(MqttPropertyId id, out MqttPropertyRule rule)
    {
        rule = id switch
        {
            MqttPropertyId.PayloadFormatIndicator => new(MqttPropertyKind.Flag, Publish | Will),
            MqttPropertyId.MessageExpiryInterval => new(MqttPropertyKind.FourBytes, Publish | Will),
            MqttPropertyId.ContentType or MqttPropertyId.ResponseTopic => new(MqttPropertyKind.Text, Publish | Will),
            MqttPropertyId.CorrelationData => new(MqttPropertyKind.Binary, Publish | Will),
            MqttPropertyId.SubscriptionIdentifier => new(MqttPropertyKind.VariableInteger, Publish | Subscribe, MayBeZero: false),
            MqttPropertyId.SessionExpiryInterval => new(MqttPropertyKind.FourBytes, Connect | Connack | Disconnect),
            MqttPropertyId.AssignedClientIdentifier or MqttPropertyId.ResponseInformation => new(MqttPropertyKind.Text, Connack),
            MqttPropertyId.ServerKeepAlive => new(MqttPropertyKind.TwoBytes, Connack),
            MqttPropertyId.AuthenticationMethod => new(MqttPropertyKind.Text, Connect | Connack),
            MqttPropertyId.AuthenticationData => new(MqttPropertyKind.Binary, Connect | Connack),
            MqttPropertyId.RequestProblemInformation or MqttPropertyId.RequestResponseInformation => new(MqttPropertyKind.Flag, Connect),
            MqttPropertyId.WillDelayInterval => new(MqttPropertyKind.FourBytes, Will),
            MqttPropertyId.ServerReference => new(MqttPropertyKind.Text, Connack | Disconnect),
            MqttPropertyId.ReasonString => new(MqttPropertyKind.Text, Answers),
            MqttPropertyId.ReceiveMaximum => new(MqttPropertyKind.TwoBytes, Connect | Connack, MayBeZero: false),
            MqttPropertyId.TopicAliasMaximum => new(MqttPropertyKind.TwoBytes, Connect | Connack),
            MqttPropertyId.TopicAlias => new(MqttPropertyKind.TwoBytes, Publish, MayBeZero: false),
            MqttPropertyId.MaximumQos or MqttPropertyId.RetainAvailable => new(MqttPropertyKind.Flag, Connack),
            MqttPropertyId.UserProperty => new(MqttPropertyKind.TextPair, int.MaxValue),
            MqttPropertyId.MaximumPacketSize => new(MqttPropertyKind.FourBytes, Connect | Connack, MayBeZero: false),
            MqttPropertyId.WildcardSubscriptionAvailable or MqttPropertyId.SubscriptionIdentifierAvailable
                or MqttPropertyId.SharedSubscriptionAvailable => new(MqttPropertyKind.Flag, Connack),
            _ => default,
        };
        return rule.Packets != 0;
    }
}

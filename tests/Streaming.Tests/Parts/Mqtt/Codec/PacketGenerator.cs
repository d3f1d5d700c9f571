using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Tests.Parts.Mqtt.Codec;

/// <summary>Random packets that keep every rule of the standard.</summary>
internal sealed class PacketGenerator(int seed)
{
    private static readonly string[] Alphabet = ["a", "Z", "/", " ", "é", "漢", "𝄞", "\uFEFF", "$"];
    private readonly Random _random = new(seed);

    public MqttPacket Next() => _random.Next(11) switch
    {
        0 => Connect(),
        1 => new ConnackPacket(Coin(), Reason()) { Properties = Properties(MqttPacketType.Connack) },
        2 => new PubackPacket(Identifier(), Reason()) { Properties = Properties(MqttPacketType.Puback) },
        3 => Subscribe(),
        4 => new SubackPacket(Identifier(), Many(Reason)) { Properties = Properties(MqttPacketType.Suback) },
        5 => new UnsubscribePacket(Identifier(), Many(() => Text(1))) { Properties = Properties(MqttPacketType.Unsubscribe) },
        6 => new UnsubackPacket(Identifier(), Many(Reason)) { Properties = Properties(MqttPacketType.Unsuback) },
        7 => new PingreqPacket(),
        8 => new PingrespPacket(),
        9 => new DisconnectPacket(Reason()) { Properties = Properties(MqttPacketType.Disconnect) },
        _ => Publish(),
    };

    private PublishPacket Publish()
    {
        var quality = Quality();
        return new PublishPacket(Text(1), Bytes(300), quality, Coin(), quality > 0 && Coin(), quality > 0 ? Identifier() : (ushort)0)
        {
            Properties = Properties(MqttPacketType.Publish),
        };
    }

    private ConnectPacket Connect() => new(Text(0), Coin(), (ushort)_random.Next(65_536))
    {
        Properties = Properties(MqttPacketType.Connect),
        Will = Coin() ? new ConnectWill(Text(1), Bytes(50), Quality(), Coin(), Properties(MqttPacketType.Will)) : null,
        UserName = Coin() ? Text(0) : null,
        Password = Coin() ? Bytes(20) : null,
    };

    private SubscribePacket Subscribe() => new(Identifier(), Many(() => new MqttSubscription(Text(1), Quality())
    {
        NoLocal = Coin(),
        RetainAsPublished = Coin(),
        RetainHandling = (MqttRetainHandling)_random.Next(3),
    }))
    {
        Properties = Properties(MqttPacketType.Subscribe),
    };

    private MqttProperties Properties(MqttPacketType owner)
    {
        var items = new List<MqttProperty>();
        foreach (var id in Enum.GetValues<MqttPropertyId>())
        {
            if (!MqttPropertyRule.TryFind(id, out var rule) || !rule.Allows(owner) || _random.Next(3) > 0)
                continue;
            var count = MqttPropertyRule.Repeats(id, owner) ? _random.Next(1, 4) : 1;
            for (var i = 0; i < count; i++)
                items.Add(Property(id, rule.Kind));
        }

        return new MqttProperties(items);
    }

    private MqttProperty Property(MqttPropertyId id, MqttPropertyKind kind) => kind switch
    {
        MqttPropertyKind.Flag => new(id, (uint)_random.Next(2)),
        MqttPropertyKind.TwoBytes => new(id, (uint)_random.Next(1, 65_536)),
        MqttPropertyKind.FourBytes => new(id, (uint)_random.NextInt64(1, 1L << 32)),
        MqttPropertyKind.VariableInteger => new(id, (uint)_random.Next(1, (int)VariableInteger.Maximum + 1)),
        MqttPropertyKind.Text => new(id, Text: Text(0)),
        MqttPropertyKind.Binary => new(id, Data: Bytes(40)),
        _ => new(id, Text: Text(0), Value: Text(0)),
    };

    private T[] Many<T>(Func<T> make) => [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => make())];

    private string Text(int minimumLength) =>
        string.Concat(Enumerable.Range(0, _random.Next(minimumLength, 12)).Select(_ => Alphabet[_random.Next(Alphabet.Length)]));

    private byte[] Bytes(int below)
    {
        var bytes = new byte[_random.Next(below)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private MqttReasonCode Reason() => (MqttReasonCode)_random.Next(256);

    private MqttQualityOfService Quality() => (MqttQualityOfService)_random.Next(2);

    private ushort Identifier() => (ushort)_random.Next(1, 65_536);

    private bool Coin() => _random.Next(2) == 0;
}

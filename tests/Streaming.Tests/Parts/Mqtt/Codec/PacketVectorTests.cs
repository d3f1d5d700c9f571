using System.Buffers;
using System.Text;
using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Tests.Parts.Mqtt.Codec;

/// <summary>Bytes written by hand from the figures of the standard (MQTT 5, chapter 3).</summary>
public sealed class PacketVectorTests
{
    [Fact]
    public void Connect_has_the_bytes_of_the_standard()
    {
        var packet = new ConnectPacket("c", CleanStart: true, KeepAliveSeconds: 10)
        {
            Properties = new MqttProperties([new(MqttPropertyId.SessionExpiryInterval, 10)]),
            Will = new ConnectWill("w", new byte[] { 0xAB }, MqttQualityOfService.AtLeastOnce, true,
                new MqttProperties([new(MqttPropertyId.WillDelayInterval, 1)])),
            UserName = "u",
            Password = Encoding.UTF8.GetBytes("p"),
        };
        Assert.Equal("10" + "25" // CONNECT, 37 bytes
            + "00044D515454" + "05" + "EE" + "000A" // MQTT, 5, all flags but reserved and QoS 2, 10 s
            + "05" + "110000000A" // session expiry 10 s, as in figure 3-6
            + "000163" + "05" + "1800000001" + "000177" + "0001AB" + "000175" + "000170", Hex(packet));
    }

    [Fact]
    public void Connack_of_the_standard_is_read()
    {
        var connack = Assert.IsType<ConnackPacket>(Decode("20" + "0A" + "01" + "00" + "07" + "21000A" + "24" + "00" + "2500"));
        Assert.True(connack.SessionPresent);
        Assert.Equal(10u, connack.Properties.Number(MqttPropertyId.ReceiveMaximum));
        Assert.Equal(0u, connack.Properties.Number(MqttPropertyId.MaximumQos));
        Assert.Equal(0u, connack.Properties.Number(MqttPropertyId.RetainAvailable));
    }

    [Fact]
    public void Publish_has_the_bytes_of_the_standard() =>
        Assert.Equal("3B" + "0B" + "0003612F62" + "000A" + "00" + "010203", // topic a/b and packet identifier 10, as in figure 3-9
            Hex(new PublishPacket("a/b", new byte[] { 1, 2, 3 }, MqttQualityOfService.AtLeastOnce, Retain: true, Duplicate: true,
                PacketIdentifier: 10)));

    [Fact]
    public void Subscribe_has_the_bytes_of_the_standard() =>
        Assert.Equal("82" + "0F" + "000A" + "00" + "0003612F62" + "01" + "0003632F64" + "00", // a/b at 1, c/d at 0, figure 3-22
            Hex(new SubscribePacket(10, [new MqttSubscription("a/b"), new MqttSubscription("c/d", MqttQualityOfService.AtMostOnce)])));

    [Theory]
    [InlineData("4002000A", 0x00)]
    [InlineData("4003000A10", 0x10)]
    [InlineData("4004000A9700", 0x97)]
    public void Puback_is_read_in_its_short_and_long_forms(string hex, int reason)
    {
        var puback = Assert.IsType<PubackPacket>(Decode(hex));
        Assert.Equal((10, (MqttReasonCode)reason), (puback.PacketIdentifier, puback.ReasonCode));
    }

    [Fact]
    public void Shortest_forms_are_used_for_success()
    {
        Assert.Equal("4002000A", Hex(new PubackPacket(10, MqttReasonCode.Success)));
        Assert.Equal("E000", Hex(new DisconnectPacket(MqttReasonCode.Success)));
        Assert.Equal("C000", Hex(new PingreqPacket()));
        Assert.Equal("D000", Hex(new PingrespPacket()));
    }

    private static string Hex(MqttPacket packet) => Convert.ToHexString(MqttEncoder.Encode(packet));

    private static MqttPacket Decode(string hex)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        Assert.True(MqttFrame.TryRead(ref buffer, 1000, out var frame));
        return MqttDecoder.Decode(frame);
    }
}

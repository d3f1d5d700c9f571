using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Tests.Parts.Mqtt.Codec;

public sealed class MalformedPacketTests
{
    [Theory]
    [InlineData("3000", MqttReasonCode.MalformedPacket)] // PUBLISH without a topic
    [InlineData("3406000161000100", MqttReasonCode.QosNotSupported)] // QoS 2
    [InlineData("3606000161000100", MqttReasonCode.MalformedPacket)] // QoS 3
    [InlineData("380400016100", MqttReasonCode.MalformedPacket)] // DUP at QoS 0
    [InlineData("3206000161000000", MqttReasonCode.ProtocolError)] // packet identifier 0
    [InlineData("300400012300", MqttReasonCode.TopicNameInvalid)] // topic #
    [InlineData("3003000000", MqttReasonCode.ProtocolError)] // no topic, no alias
    [InlineData("30050002C32800", MqttReasonCode.MalformedPacket)] // not UTF-8
    [InlineData("30060003EDA08000", MqttReasonCode.MalformedPacket)] // a lone surrogate
    [InlineData("300400010000", MqttReasonCode.MalformedPacket)] // U+0000
    [InlineData("3007000161" + "03" + "230000", MqttReasonCode.ProtocolError)] // topic alias 0
    [InlineData("3008000161" + "04" + "01000100", MqttReasonCode.ProtocolError)] // payload format twice
    [InlineData("3006000161" + "02" + "0102", MqttReasonCode.ProtocolError)] // payload format 2
    [InlineData("3006000161" + "02" + "2400", MqttReasonCode.ProtocolError)] // maximum QoS does not belong in PUBLISH
    [InlineData("3006000161" + "02" + "7F00", MqttReasonCode.ProtocolError)] // no such property
    [InlineData("3004000161" + "7F", MqttReasonCode.MalformedPacket)] // property length beyond the end
    [InlineData("3008000161" + "02" + "02000000", MqttReasonCode.MalformedPacket)] // a property beyond the end of the list
    [InlineData("2003020000", MqttReasonCode.MalformedPacket)] // reserved acknowledge flag
    [InlineData("2006000003" + "210000", MqttReasonCode.ProtocolError)] // receive maximum 0
    [InlineData("2103000000", MqttReasonCode.MalformedPacket)] // flags of the fixed header
    [InlineData("9003000100", MqttReasonCode.ProtocolError)] // SUBACK without reason codes
    [InlineData("D00100", MqttReasonCode.MalformedPacket)] // bytes after PINGRESP
    [InlineData("F000", MqttReasonCode.ProtocolError)] // AUTH was never asked for
    [InlineData("62020001", MqttReasonCode.MalformedPacket)] // PUBREL: no QoS 2 here
    [InlineData("0000", MqttReasonCode.ProtocolError)]
    public void Violation_is_refused_with_its_reason(string hex, MqttReasonCode reason)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        Assert.True(MqttFrame.TryRead(ref buffer, 1000, out var frame));
        Assert.Equal(reason, Assert.Throws<MqttProtocolException>(() => MqttDecoder.Decode(frame)).ReasonCode);
    }

    [Fact]
    public void Packet_above_the_maximum_is_refused_by_its_header_alone()
    {
        var header = new ReadOnlySequence<byte>([0x30, 0xFF, 0xFF, 0xFF, 0x7F]);
        var exception = Assert.Throws<MqttProtocolException>(() => MqttFrame.TryRead(ref header, 1 << 20, out _));
        Assert.Equal(MqttReasonCode.PacketTooLarge, exception.ReasonCode);
        Assert.Contains("268435460 bytes exceeds the maximum of 1048576", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_packet_is_never_taken_for_a_whole_one() =>
        Prop.ForAll(Seeds(), seed =>
        {
            var packet = MqttEncoder.Encode(new PacketGenerator(seed).Next());
            for (var length = 0; length < packet.Length; length++)
            {
                var buffer = new ReadOnlySequence<byte>(packet.AsMemory(0, length));
                Assert.False(MqttFrame.TryRead(ref buffer, uint.MaxValue, out _));
            }
        }).Check(Config.QuickThrowOnFailure.WithReplay(17, 19).WithMaxTest(200));

    [Fact]
    public void Truncated_body_is_refused_or_shorter_but_never_crashes() =>
        Prop.ForAll(Seeds(), seed =>
        {
            var buffer = new ReadOnlySequence<byte>(MqttEncoder.Encode(new PacketGenerator(seed).Next()));
            Assert.True(MqttFrame.TryRead(ref buffer, uint.MaxValue, out var frame));
            for (var length = 0; length < frame.Body.Length; length++)
                DecodeOrRefuse(frame with { Body = frame.Body[..length] });
        }).Check(Config.QuickThrowOnFailure.WithReplay(23, 29).WithMaxTest(300));

    [Fact]
    public void Garbled_packet_is_read_or_refused_but_never_crashes() =>
        Prop.ForAll(Seeds(), seed =>
        {
            var random = new Random(seed);
            var packet = MqttEncoder.Encode(new PacketGenerator(seed).Next());
            for (var i = 0; i < 20; i++)
            {
                packet[random.Next(packet.Length)] = (byte)random.Next(256);
                ReadOrRefuse(packet);
            }
        }).Check(Config.QuickThrowOnFailure.WithReplay(31, 37).WithMaxTest(1000));

    [Fact]
    public void Garbage_is_read_or_refused_but_never_crashes() =>
        Prop.ForAll(Seeds(), seed =>
        {
            var garbage = new byte[seed % 300];
            new Random(seed).NextBytes(garbage);
            ReadOrRefuse(garbage);
            foreach (var type in Enum.GetValues<MqttPacketType>())
                DecodeOrRefuse(new MqttFrame((byte)((int)type << 4 | seed & 15), garbage));
        }).Check(Config.QuickThrowOnFailure.WithReplay(41, 43).WithMaxTest(2000));

    private static Arbitrary<int> Seeds() => Gen.Choose(0, int.MaxValue).ToArbitrary();

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            while (MqttFrame.TryRead(ref buffer, 1 << 20, out var frame))
                DecodeOrRefuse(frame);
        }
        catch (MqttProtocolException)
        {
            // Refused.
        }
    }

    /// <summary>Whatever the bytes claim, what is allocated stays in proportion to what arrived.</summary>
    private static void DecodeOrRefuse(MqttFrame frame)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            MqttDecoder.Decode(frame);
        }
        catch (MqttProtocolException)
        {
            // Refused.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024 + 100 * frame.Body.Length);
    }
}

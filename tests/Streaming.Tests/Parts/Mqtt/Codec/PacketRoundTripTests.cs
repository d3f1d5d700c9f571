using System.Buffers;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Tests.Parts.Mqtt.Codec;

public sealed class PacketRoundTripTests
{
    [Fact]
    public void Every_packet_survives_the_round_trip() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var packet = new PacketGenerator(seed).Next();
            var buffer = new ReadOnlySequence<byte>(MqttEncoder.Encode(packet));
            Assert.True(MqttFrame.TryRead(ref buffer, uint.MaxValue, out var frame));
            Assert.Equal(0, buffer.Length);
            Assert.Equal(Describe(packet), Describe(MqttDecoder.Decode(frame)));
        }).Check(Config.QuickThrowOnFailure.WithReplay(5, 7).WithMaxTest(2000));

    [Fact]
    public void Packets_are_cut_out_of_a_stream_however_it_is_split() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var generator = new PacketGenerator(seed);
            var packets = Enumerable.Range(0, 5).Select(_ => generator.Next()).ToList();
            var stream = packets.SelectMany(MqttEncoder.Encode).ToArray();
            var pieces = new Random(seed);
            var read = new List<string>();
            var pending = new List<byte>();
            for (var start = 0; start < stream.Length;)
            {
                var length = Math.Min(stream.Length - start, pieces.Next(1, 40));
                pending.AddRange(stream.AsSpan(start, length));
                start += length;
                var buffer = Segments(pending, pieces.Next(1, 9));
                while (MqttFrame.TryRead(ref buffer, uint.MaxValue, out var frame))
                    read.Add(Describe(MqttDecoder.Decode(frame)));
                pending = [.. buffer.ToArray()];
            }

            Assert.Equal(packets.Select(Describe), read);
        }).Check(Config.QuickThrowOnFailure.WithReplay(11, 13).WithMaxTest(300));

    private static string Describe(MqttPacket packet) => packet.GetType().Name + JsonSerializer.Serialize(packet, packet.GetType());

    private static ReadOnlySequence<byte> Segments(List<byte> bytes, int size)
    {
        Segment? first = null, last = null;
        foreach (var chunk in bytes.Chunk(size))
        {
            last = new Segment(chunk, last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? previous)
        {
            Memory = bytes;
            RunningIndex = previous is null ? 0 : previous.RunningIndex + previous.Memory.Length;
            if (previous is not null)
                previous.Next = this;
        }
    }
}

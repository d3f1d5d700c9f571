using System.Buffers;
using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Tests.Parts.Mqtt.Codec;

/// <summary>Valid packets, mutated where it hurts: lengths, flags, property lists, text. Each is read or refused, in little memory, and what is read is
/// a packet by the standard: written again and read again it is the same.</summary>
public sealed class MqttFuzzTests
{
    [Fact]
    public void Mutated_packet_is_refused_or_is_a_packet() => Fuzz(seed: 1, cases: 50_000);

    [Fact]
    [Trait("Category", "Long")]
    public void Mutated_packet_is_refused_or_is_a_packet_half_a_million_times() => Fuzz(seed: 2, cases: 500_000);

    private static void Fuzz(int seed, int cases)
    {
        var random = new Random(seed);
        var (read, refused) = (0, 0);
        for (var i = 0; i < cases; i++)
        {
            var bytes = Mutation.Of(MqttEncoder.Encode(new PacketGenerator(random.Next()).Next()), random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (Read(bytes) is { } packet)
            {
                read++;
                var again = MqttEncoder.Encode(packet);
                Assert.True(Read(again) is { } second && MqttEncoder.Encode(second).AsSpan().SequenceEqual(again), $"Case {i} of seed {seed}: {Convert.ToHexString(bytes)}");
            }
            else refused++;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (64 << 10) + 200L * bytes.Length);
        }
        Assert.True(read > cases / 100 && refused > cases / 100, $"{read} were read, {refused} refused: the mutation is too weak or too strong");
    }

    private static MqttPacket? Read(byte[] bytes)
    {
        try
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            return MqttFrame.TryRead(ref buffer, 1 << 20, out var frame) ? MqttDecoder.Decode(frame) : null;
        }
        catch (MqttProtocolException)
        {
            return null;
        }
    }
}

using Google.Protobuf;
using Streaming.Service.Ingest;
using Streaming.V1;
using Xunit;

namespace Streaming.Tests.Service.Ingest;

/// <summary>The scanner and the generated parser read the same out of every message, sound or not.</summary>
public sealed class WireBlockTests
{
    [Fact]
    public void A_message_as_it_is_usually_written_is_scanned()
    {
        var random = new Random(1);
        for (var n = 0; n < 500; n++)
        {
            var message = Message(random, isUsual: true);
            Agree(message.ToByteArray(), WireBlockScanner.Scan(message.ToByteArray())!, message);
        }
    }

    [Fact]
    public void A_message_that_was_damaged_is_left_to_the_parser_or_read_alike()
    {
        var random = new Random(2);
        var (scanned, refused) = (0, 0);
        for (var n = 0; n < 40_000; n++)
        {
            var bytes = Damaged(Message(random, isUsual: n % 2 == 0).ToByteArray(), random);
            if (WireBlockScanner.Scan(bytes) is not { } block)
            {
                refused++;
                continue;
            }
            scanned++;
            Agree(bytes, block, SampleBlock.Parser.ParseFrom(bytes));
        }
        Assert.InRange(scanned, 4000, 36_000); // both sides of the law were met
        Assert.InRange(refused, 4000, 36_000);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Samples_are_decoded_as_they_were_encoded(int width)
    {
        var limit = 1 << (8 * width - 1);
        int[] values = [-limit, -1, 0, 1, limit - 1, .. Enumerable.Range(0, 50).Select(n => n * 7919 % (2 * limit) - limit)];
        var bytes = values.SelectMany(value => BitConverter.GetBytes(value)[..width]).ToArray();
        var decoded = new int[values.Length];
        SamplesReader.Decode(bytes, width, decoded);
        Assert.Equal(values, decoded);
    }

    private static void Agree(byte[] bytes, WireBlock block, SampleBlock message)
    {
        Assert.Equal(message.StudyId, block.StudyId.ToString());
        Assert.Equal(message.Backfill, block.Backfill);
        Assert.Equal(
            message.Channels.Select(run => (run.Channel, run.FirstIndex, Convert.ToHexString(run.Samples.Span))),
            block.Runs.Select(run => (run.Channel, run.FirstIndex, Convert.ToHexString(bytes.AsSpan(run.Start, run.Length)))));
    }

    private static SampleBlock Message(Random random, bool isUsual)
    {
        var message = new SampleBlock { StudyId = Id(random).ToString(), Sequence = (ulong)random.NextInt64() >> random.Next(64) };
        if (!isUsual && random.Next(4) == 0) message.StudyId = message.StudyId.ToUpperInvariant();
        message.Backfill = random.Next(3) == 0;
        for (var runs = random.Next(5); runs > 0; runs--)
        {
            var samples = new byte[random.Next(4) == 0 ? 0 : random.Next(300)];
            random.NextBytes(samples);
            message.Channels.Add(new ChannelSamples
            {
                Channel = random.Next(3) == 0 ? 0 : (uint)random.NextInt64() >> random.Next(32),
                FirstIndex = random.Next(3) == 0 ? 0 : random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
                Samples = ByteString.CopyFrom(samples),
            });
        }
        return message;
    }

    private static Guid Id(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                return bytes[..at];
            case 2: // a field twice, or a field of a message joined to it
                return [.. bytes, .. Message(random, isUsual: true).ToByteArray()];
            case 3: // a field nobody knows
                return [.. bytes, 0x7a, 1, (byte)random.Next(256)];
            default:
                return [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
        }
    }
}

using System.Text;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Tests.Core.Signals.Edf;

/// <summary>Whatever the bytes, reading ends soon, in little memory, with a study or with an <see cref="EdfFormatException"/>.</summary>
public sealed class EdfFuzzTests
{
    private static readonly string[] Absurdities =
        ["-1", "0", "99999999", "-9999999", "1e308", "NaN", "        ", "0.000001", "9,9", "\0\0\0\0", "ÿÿÿÿÿÿÿÿ", "EDF+D", "EDF Annotations", "+9"];

    [Fact]
    public void Reader_ends_with_a_study_or_a_reason_whatever_the_bytes() => Fuzz(seed: 1, cases: 10_000);

    [Fact]
    [Trait("Category", "Long")]
    public void Reader_ends_with_a_study_or_a_reason_a_million_times() => Fuzz(seed: 2, cases: 1_000_000);

    [Theory]
    [InlineData(244, 8, "0", "duration of a data record")]
    [InlineData(244, 8, "-1", "duration of a data record")]
    [InlineData(244, 8, "99999999", "duration of a data record")]
    [InlineData(252, 4, "0", "number of signals")]
    [InlineData(252, 4, "-1", "number of signals")]
    [InlineData(252, 4, "many", "number of signals")]
    [InlineData(0, 8, "EDF", "version")]
    [InlineData(256 + 2 * 216, 8, "1.5", "samples in each data record of signal 0")]
    public void Reader_names_byte_and_field_of_what_it_cannot_do_without(int offset, int width, string text, string field)
    {
        var bytes = Seed(0);
        Encoding.Latin1.GetBytes(text.PadRight(width)).CopyTo(bytes, offset);
        var refusal = Assert.Throws<EdfFormatException>(() => EdfReader.Open(new MemoryStream(bytes)));
        Assert.Equal(offset, refusal.ByteOffset);
        Assert.Equal(field, refusal.Field);
        Assert.Contains($"Byte {offset}, {field}: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_refuses_every_truncated_header_at_the_byte_where_it_ends()
    {
        var bytes = Seed(0);
        for (var length = 0; length < 256 * 3; length++)
        {
            var cut = length;
            var refusal = Assert.Throws<EdfFormatException>(() => EdfReader.Open(new MemoryStream(bytes[..cut])));
            Assert.Equal(length, refusal.ByteOffset);
        }
    }

    private static void Fuzz(int seed, int cases)
    {
        var random = new Random(seed);
        byte[][] seeds = [Seed(0), Seed(1), Seed(2)];
        for (var i = 0; i < cases; i++)
        {
            var bytes = Mutate((byte[])seeds[random.Next(seeds.Length)].Clone(), random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Exercise(bytes);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < 32 << 20, $"Case {i} of seed {seed} allocated {allocated} bytes for a file of {bytes.Length}.");
        }
    }

    private static void Exercise(byte[] bytes)
    {
        try
        {
            var file = EdfReader.Open(new MemoryStream(bytes));
            var study = EdfStudy.From(file, Guid.Empty);
            var blocks = study.Blocks(1).Take(50).Sum(block => block.Channels.Sum(run => run.Values.Length));
            Assert.True(blocks <= bytes.Length / 2 + 1);
            Montage.Resolve(study.Study);
        }
        catch (EdfFormatException refusal)
        {
            Assert.InRange(refusal.ByteOffset, 0, bytes.Length);
        }
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var kind = random.Next(6);
            if (kind == 0 && bytes.Length > 1) bytes = bytes[..random.Next(1, bytes.Length)];
            else if (kind == 1) bytes = [.. bytes, .. new byte[random.Next(64)]];
            else if (kind == 2) random.NextBytes(bytes.AsSpan(random.Next(Math.Max(1, bytes.Length - 8)))[..Math.Min(8, bytes.Length)]);
            else if (kind == 3) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            else Overwrite(bytes, Absurdities[random.Next(Absurdities.Length)], kind == 4 ? random.Next(Math.Min(768, bytes.Length)) : Field(random));
        }

        return bytes;
    }

    private static void Overwrite(byte[] bytes, string text, int offset)
    {
        var patch = Encoding.Latin1.GetBytes(text.PadRight(8));
        for (var i = 0; i < patch.Length && offset + i < bytes.Length; i++) bytes[offset + i] = patch[i];
    }

    private static int Field(Random random)
    {
        int[] fields = [0, 168, 176, 184, 192, 236, 244, 252, 256, 272, 256 + 192, 256 + 208, 256 + 224, 256 + 240, 256 + 256, 256 + 432,
            256 + 440, 768, 780];
        return fields[random.Next(fields.Length)];
    }

    private static byte[] Seed(int kind)
    {
        var builder = new EdfBuilder { Reserved = kind == 1 ? "EDF+D" : "EDF+C", Version = kind == 2 ? "BIOSEMI" : "0" }
            .With("C4-M1", 10).With(kind == 2 ? "BDF Annotations" : "EDF Annotations", 30);
        for (var record = 0; record < 6; record++)
        {
            var time = kind == 1 ? record * 3 : record;
            builder.Record(record, EdfBuilder.Tal($"+{time}^^\0+{time}_30^Sleep stage {record % 4}^"));
        }

        return builder.Bytes();
    }
}

using FsCheck;
using FsCheck.Fluent;
using Streaming.Training.Datasets.Cache;

namespace Streaming.Tests.Training.Datasets.Cache;

public sealed class SampleCodecTests
{
    [Fact]
    public void Any_samples_come_back_and_any_shorter_bytes_are_refused() => Prop.ForAll(
        (from width in Gen.Choose(0, 31)
         from count in Gen.Choose(0, 300)
         from values in Gen.Choose(int.MinValue, int.MaxValue).ArrayOf(count)
         select values.Select(value => value >> width).ToArray()).ToArbitrary(),
        values =>
        {
            var bytes = new byte[SampleCodec.MostBytes(values.Length)];
            var length = SampleCodec.Encode(values, bytes);
            var read = new int[values.Length];
            return SampleCodec.Decode(bytes.AsSpan(0, length), read) == length && read.SequenceEqual(values)
                && (length == 0 || SampleCodec.Decode(bytes.AsSpan(0, length - 1), read) == -1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Extremes_come_back()
    {
        int[] values = [int.MinValue, int.MaxValue, int.MinValue, 0, -1, 1, int.MaxValue];
        var bytes = new byte[SampleCodec.MostBytes(values.Length)];
        var read = new int[values.Length];
        SampleCodec.Decode(bytes.AsSpan(0, SampleCodec.Encode(values, bytes)), read);
        Assert.Equal(values, read);
    }

    [Fact]
    public void Quiet_signal_takes_few_bits()
    {
        var values = Enumerable.Range(0, 6400).Select(i => (int)(200 * Math.Sin(i / 20.0))).ToArray();
        var bytes = new byte[SampleCodec.MostBytes(values.Length)];
        Assert.InRange(SampleCodec.Encode(values, bytes), 1, values.Length);
    }
}

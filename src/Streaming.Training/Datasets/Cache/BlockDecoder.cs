using Streaming.Core.Signals;

namespace Streaming.Training.Datasets.Cache;

/// <summary>Reads blocks back from a night's bytes.</summary>
internal static class BlockDecoder
{
    private const int MostSamplesPerRun = 1 << 24;

    /// <summary>The block at a place, which moves on behind it.</summary>
    /// <exception cref="DatasetException">There is none that fits the record; the message names file and byte.</exception>
    public static SampleBlock Next(NightRecord record, string path, MappedBytes bytes, ref long place, long end)
    {
        var source = bytes.Span(place, (int)Math.Min(int.MaxValue, end - place));
        var read = 0;
        var runs = new ChannelSamples[Bounded(Number(source, ref read), 1 << 16)];
        for (var i = 0; i < runs.Length && read >= 0; i++) runs[i] = Run(record, source, ref read);
        if (read < 0) throw new DatasetException($"{path}: byte {place}: the samples are damaged; import the night again");
        place += read;
        return new SampleBlock(record.Study.Id, runs);
    }

    private static ChannelSamples Run(NightRecord record, ReadOnlySpan<byte> source, ref int read)
    {
        var (channel, first, count) = (Number(source, ref read), Number(source, ref read), Number(source, ref read));
        if (read < 0 || channel >= (ulong)record.Study.Channels.Count || first > long.MaxValue || count > MostSamplesPerRun)
        {
            read = -1;
            return default;
        }
        var values = new int[count];
        var length = SampleCodec.Decode(source[read..], values);
        read = length < 0 ? -1 : read + length;
        return new ChannelSamples((int)channel, (long)first, values);
    }

    private static ulong Number(ReadOnlySpan<byte> source, ref int read)
    {
        var value = 0UL;
        for (var shift = 0; read >= 0 && shift < 64; shift += 7)
        {
            if (read >= source.Length) break;
            var next = source[read++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
        read = -1;
        return 0;
    }

    private static int Bounded(ulong number, int most) => number <= (ulong)most ? (int)number : most;
}

using System.Buffers;
using System.Buffers.Binary;

namespace Streaming.Core.Signals.Edf;

/// <summary>An open EDF or BDF file: header, annotations, and samples by channel and index.</summary>
/// <remarks>Not for several threads at once: it reads one stream.</remarks>
public sealed class EdfFile
{
    private const int ChunkBytes = 1 << 16;

    private readonly Stream _stream;
    private readonly long[] _signalOffsets;
    private readonly int[] _signalOfChannel;

    internal EdfFile(Stream stream, EdfHeader header, long recordCount, EdfTimeline timeline, RemarkList remarks)
    {
        _stream = stream;
        Header = header;
        RecordCount = recordCount;
        Segments = timeline.Segments;
        Annotations = timeline.Annotations;
        FirstSampleSeconds = timeline.FirstSampleSeconds;
        _signalOffsets = Offsets(header);
        (Channels, _signalOfChannel) = EdfChannels.From(header, remarks);
        Remarks = remarks.Remarks;
    }

    public EdfHeader Header { get; }

    /// <summary>Whole data records the file holds.</summary>
    public long RecordCount { get; }

    /// <summary>The usable signals, numbered from 0; annotation signals and broken ones are not among them (see <see cref="Remarks"/>).</summary>
    public IReadOnlyList<Channel> Channels { get; }

    /// <summary>In the order of the file; empty for plain EDF and BDF.</summary>
    public IReadOnlyList<EdfAnnotation> Annotations { get; }

    /// <summary>Seconds from the header's start to the first sample (below 1 by the standard); annotation onsets include it.</summary>
    public Rational FirstSampleSeconds { get; }

    /// <summary>Stretches of records without gaps, in order, in study time (seconds after the first sample).</summary>
    public IReadOnlyList<EdfSegment> Segments { get; }

    /// <summary>What was odd, in plain words.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Study time of the end of the last record.</summary>
    public Rational DurationSeconds =>
        Segments.Count == 0 ? Rational.Zero : Segments[^1].StartSeconds + Header.RecordSeconds * new Rational(Segments[^1].RecordCount);

    /// <summary>Index after the channel's last sample; gaps count.</summary>
    public long EndIndex(int channel) => Segments.Count == 0 ? 0 : FirstIndex(Segments[^1], channel) + Length(Segments[^1], channel);

    /// <summary>The first sample at or after an index that the file holds, or <see cref="EndIndex"/>.</summary>
    public long NextIndex(int channel, long index)
    {
        var place = FindSegment(channel, index);
        return place == Segments.Count ? EndIndex(channel) : Math.Max(index, FirstIndex(Segments[place], channel));
    }

    /// <summary>Reads the samples a file holds within a span; gaps are absent from the answer.</summary>
    /// <param name="channel">Number in <see cref="Channels"/>.</param>
    /// <param name="firstIndex">Sample index, study time times rate.</param>
    /// <param name="count">Length of the span in samples.</param>
    /// <returns>Runs in ascending order; empty where the span lies in a gap or outside the recording.</returns>
    public IReadOnlyList<ChannelSamples> Read(int channel, long firstIndex, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var runs = new List<ChannelSamples>(1);
        var end = firstIndex + count;
        for (var place = FindSegment(channel, firstIndex); place < Segments.Count; place++)
        {
            var segment = Segments[place];
            var start = FirstIndex(segment, channel);
            if (start >= end) break;
            var from = Math.Max(firstIndex, start);
            var to = Math.Min(end, start + Length(segment, channel));
            if (to <= from) continue;
            var values = new int[to - from];
            ReadSamples(channel, segment.FirstRecord, from - start, values);
            runs.Add(new ChannelSamples(channel, from, values));
        }

        return runs;
    }

    // The first segment that ends after the index.
    private int FindSegment(int channel, long index)
    {
        var (low, high) = (0, Segments.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (FirstIndex(Segments[middle], channel) + Length(Segments[middle], channel) > index) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private int SamplesPerRecord(int channel) => Header.Signals[_signalOfChannel[channel]].SamplesPerRecord;

    private long Length(EdfSegment segment, int channel) => segment.RecordCount * SamplesPerRecord(channel);

    // round(time × rate), in 128 bits: a rate's terms can be large.
    private long FirstIndex(EdfSegment segment, int channel)
    {
        var (time, rate) = (segment.StartSeconds, Channels[channel].RateHz);
        var denominator = (Int128)time.Denominator * rate.Denominator;
        return (long)(((Int128)time.Numerator * rate.Numerator * 2 + denominator) / (denominator * 2));
    }

    private void ReadSamples(int channel, long firstRecord, long skip, Span<int> values)
    {
        var perRecord = SamplesPerRecord(channel);
        var offset = _signalOffsets[_signalOfChannel[channel]];
        var (record, place) = (firstRecord + skip / perRecord, (int)(skip % perRecord));
        while (!values.IsEmpty)
        {
            var piece = Math.Min(values.Length, Math.Min(perRecord - place, ChunkBytes / Header.SampleBytes));
            ReadPiece(Header.HeaderBytes + record * Header.RecordBytes + offset + (long)place * Header.SampleBytes, values[..piece]);
            values = values[piece..];
            place += piece;
            if (place == perRecord) (record, place) = (record + 1, 0);
        }
    }

    private void ReadPiece(long position, Span<int> values)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(values.Length * Header.SampleBytes);
        var span = bytes.AsSpan(0, values.Length * Header.SampleBytes);
        _stream.Seek(position, SeekOrigin.Begin);
        _stream.ReadExactly(span);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Header.IsBdf
                ? span[3 * i] | span[3 * i + 1] << 8 | (sbyte)span[3 * i + 2] << 16
                : BinaryPrimitives.ReadInt16LittleEndian(span[(2 * i)..]);
        }

        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static long[] Offsets(EdfHeader header)
    {
        var offsets = new long[header.Signals.Count];
        for (var i = 1; i < offsets.Length; i++) offsets[i] = offsets[i - 1] + (long)header.Signals[i - 1].SamplesPerRecord * header.SampleBytes;
        return offsets;
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Streaming.Core.Signals;

namespace Streaming.Service.Ingest;

/// <summary>Checks a block against its study, and decodes it.</summary>
internal static class SamplesReader
{
    /// <summary>Why a block is not taken, or null.</summary>
    /// <param name="block">As it came.</param>
    /// <param name="study">Its study.</param>
    /// <param name="indexLimits">By channel: the first index that is impossible.</param>
    public static Rejection? FaultOf(WireBlock block, Study study, IReadOnlyList<long> indexLimits)
    {
        if (FaultOfCount(block.Runs.Length) is { } many) return many;
        var payload = block.Payload.Span;
        foreach (var run in block.Runs)
        {
            if (run.Channel >= study.Channels.Count)
                return new Rejection("unknown-channel", $"channel {run.Channel}; the study has {study.Channels.Count}");
            var channel = study.Channels[(int)run.Channel];
            if (FaultOf(run, channel, indexLimits[channel.Number]) is { } fault) return fault;
            if (OutOfRange(payload.Slice(run.Start, run.Length), channel) is { } value)
            {
                return new Rejection("value-out-of-range", $"channel {run.Channel}: digital value {value} is outside "
                    + $"{channel.Scaling.DigitalMin}..{channel.Scaling.DigitalMax}");
            }
        }
        return null;
    }

    public static Rejection? FaultOfCount(int runs) => runs is 0 or > WireBlockScanner.MaximumRuns
        ? new Rejection(Rejection.MalformedSamples, $"{runs} runs of samples; 1 to {WireBlockScanner.MaximumRuns} may be")
        : null;

    /// <summary>The block's digital values; they stand in the buffer until it is used again.</summary>
    /// <param name="block">Checked.</param>
    /// <param name="study">Its study.</param>
    /// <param name="buffer">Takes the values.</param>
    public static SampleBlock Decode(WireBlock block, Study study, SampleBuffer buffer)
    {
        var payload = block.Payload.Span;
        var room = buffer.Take(block.Runs.Sum(run => run.Length / study.Channels[(int)run.Channel].SampleBytes));
        var runs = new ChannelSamples[block.Runs.Length];
        for (var i = 0; i < runs.Length; i++)
        {
            var run = block.Runs[i];
            var channel = study.Channels[(int)run.Channel];
            var values = room[..(run.Length / channel.SampleBytes)];
            room = room[values.Length..];
            Decode(payload.Slice(run.Start, run.Length), channel.SampleBytes, values.Span);
            runs[i] = new ChannelSamples(channel.Number, run.FirstIndex, values);
        }
        return new SampleBlock(study.Id, runs, block.Backfill);
    }

    /// <summary>Little-endian two's complement.</summary>
    public static void Decode(ReadOnlySpan<byte> bytes, int sampleBytes, Span<int> values)
    {
        if (sampleBytes == 2)
        {
            var done = BitConverter.IsLittleEndian ? Widen(MemoryMarshal.Cast<byte, short>(bytes), values) : 0;
            for (var i = done; i < values.Length; i++) values[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);
            return;
        }
        for (var i = 0; i < values.Length; i++)
            values[i] = bytes[3 * i] | bytes[3 * i + 1] << 8 | (sbyte)bytes[3 * i + 2] << 16;
    }

    private static int Widen(ReadOnlySpan<short> samples, Span<int> values)
    {
        var done = 0;
        for (; done + 16 <= values.Length; done += 16)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(samples[done..]));
            low.CopyTo(values[done..]);
            high.CopyTo(values[(done + 8)..]);
        }
        return done;
    }

    private static Rejection? FaultOf(WireRun run, Channel channel, long indexLimit)
    {
        if (run.Length % channel.SampleBytes != 0)
        {
            return new Rejection(Rejection.MalformedSamples,
                $"channel {run.Channel}: {run.Length} bytes are no whole samples of {channel.SampleBytes}");
        }
        if (run.Length == 0) return new Rejection(Rejection.MalformedSamples, $"channel {run.Channel}: no samples");
        var count = run.Length / channel.SampleBytes;
        return run.FirstIndex >= 0 && run.FirstIndex <= indexLimit - count
            ? null
            : new Rejection("impossible-index", $"channel {run.Channel}: first_index {run.FirstIndex} is not in 0..{indexLimit - count}");
    }

    private static int? OutOfRange(ReadOnlySpan<byte> bytes, Channel channel)
    {
        // A channel whose limits make no range is kept but shows nothing; it has no range to leave.
        var (least, most) = (channel.Scaling.DigitalMin, channel.Scaling.DigitalMax);
        if (least >= most) return null;
        if (channel.SampleBytes == 2 && BitConverter.IsLittleEndian)
        {
            if (least <= short.MinValue && most >= short.MaxValue) return null;
            var samples = MemoryMarshal.Cast<byte, short>(bytes);
            var at = samples.IndexOfAnyExceptInRange((short)least, (short)most);
            return at < 0 ? null : samples[at];
        }
        Span<int> value = stackalloc int[1];
        for (; !bytes.IsEmpty; bytes = bytes[channel.SampleBytes..])
        {
            Decode(bytes[..channel.SampleBytes], channel.SampleBytes, value);
            if (value[0] < least || value[0] > most) return value[0];
        }
        return null;
    }
}

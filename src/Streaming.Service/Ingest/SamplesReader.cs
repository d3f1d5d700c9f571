using System.Buffers.Binary;
using Streaming.Core.Signals;

namespace Streaming.Service.Ingest;

/// <summary>A block's bytes as digital values of a known study, or why not.</summary>
internal static class SamplesReader
{
    private const int MaximumRuns = 1024;

    public static (SampleBlock? Block, Rejection? Rejection) Read(V1.SampleBlock message, Study study, int maximumStudyHours)
    {
        if (message.Channels.Count is 0 or > MaximumRuns)
            return Refuse("malformed-samples", $"{message.Channels.Count} runs of samples; 1 to {MaximumRuns} may be");
        var runs = new ChannelSamples[message.Channels.Count];
        for (var i = 0; i < runs.Length; i++)
        {
            var run = message.Channels[i];
            if (run.Channel >= study.Channels.Count)
                return Refuse("unknown-channel", $"channel {run.Channel}; the study has {study.Channels.Count}");
            var channel = study.Channels[(int)run.Channel];
            if (FaultOf(run, channel, maximumStudyHours) is { } fault) return (null, fault);
            var values = new int[run.Samples.Length / channel.SampleBytes];
            Decode(run.Samples.Span, channel.SampleBytes, values);
            if (OutOfRange(values, channel.Scaling) is { } value)
            {
                return Refuse("value-out-of-range", $"channel {run.Channel}: digital value {value} is outside "
                    + $"{channel.Scaling.DigitalMin}..{channel.Scaling.DigitalMax}");
            }
            runs[i] = new ChannelSamples(channel.Number, run.FirstIndex, values);
        }
        return (new SampleBlock(study.Id, runs, message.Backfill), null);
    }

    /// <summary>Little-endian two's complement.</summary>
    public static void Decode(ReadOnlySpan<byte> bytes, int sampleBytes, Span<int> values)
    {
        if (sampleBytes == 2)
        {
            for (var i = 0; i < values.Length; i++) values[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);
            return;
        }
        for (var i = 0; i < values.Length; i++)
            values[i] = bytes[3 * i] | bytes[3 * i + 1] << 8 | (sbyte)bytes[3 * i + 2] << 16;
    }

    private static Rejection? FaultOf(V1.ChannelSamples run, Channel channel, int maximumStudyHours)
    {
        if (run.Samples.Length % channel.SampleBytes != 0)
        {
            return new Rejection("malformed-samples",
                $"channel {run.Channel}: {run.Samples.Length} bytes are no whole samples of {channel.SampleBytes}");
        }
        if (run.Samples.IsEmpty) return new Rejection("malformed-samples", $"channel {run.Channel}: no samples");
        var limit = (channel.RateHz * (maximumStudyHours * 3600)).Ceiling();
        var count = run.Samples.Length / channel.SampleBytes;
        return run.FirstIndex >= 0 && run.FirstIndex <= limit - count
            ? null
            : new Rejection("impossible-index", $"channel {run.Channel}: first_index {run.FirstIndex} is not in 0..{limit - count}");
    }

    private static int? OutOfRange(ReadOnlySpan<int> values, ChannelScaling scaling)
    {
        // A channel whose limits make no range is kept but shows nothing; it has no range to leave.
        if (scaling.DigitalMin >= scaling.DigitalMax) return null;
        foreach (var value in values)
        {
            if (value < scaling.DigitalMin || value > scaling.DigitalMax) return value;
        }
        return null;
    }

    private static (SampleBlock?, Rejection?) Refuse(string cause, string text) => (null, new Rejection(cause, text));
}

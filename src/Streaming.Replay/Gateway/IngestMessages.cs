using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Streaming.Core.Signals;
using Wire = Streaming.V1;

namespace Streaming.Replay.Gateway;

/// <summary>Core types as messages of <c>ingest.proto</c>.</summary>
internal static class IngestMessages
{
    public static Wire.StudyDescriptor Descriptor(Study study) => new()
    {
        StudyId = Id(study.Id),
        Pseudonym = study.Pseudonym,
        Start = Timestamp.FromDateTimeOffset(study.Start),
        EpochOriginSeconds = Ratio(study.EpochOriginSeconds),
        Channels = { study.Channels.Select(Channel) },
    };

    public static Wire.SampleBlock Block(Study study, SampleBlock block, ulong sequence)
    {
        var message = new Wire.SampleBlock { StudyId = Id(study.Id), Sequence = sequence, Backfill = block.Backfill };
        foreach (var run in block.Channels)
        {
            message.Channels.Add(new Wire.ChannelSamples
            {
                Channel = (uint)run.Channel,
                FirstIndex = run.FirstIndex,
                Samples = Samples(run.Values.Span, study.Channels[run.Channel].SampleBytes),
            });
        }

        return message;
    }

    public static Wire.StudyEvent LightsOff(Study study, Rational at) => Event(study, at, message => message.LightsOff = new Wire.LightsOff());

    public static Wire.StudyEvent LightsOn(Study study, Rational at) => Event(study, at, message => message.LightsOn = new Wire.LightsOn());

    public static Wire.StudyEvent Ended(Study study, Rational at, StudyEnd end) => Event(study, at, message =>
        message.StudyEnded = new Wire.StudyEnded
    {
        Channels = { end.LastIndices.Select((last, channel) => new Wire.ChannelEnd { Channel = (uint)channel, LastIndex = last }) },
    });

    public static Wire.GatewayStatus Status(Study study, bool online) => new()
    {
        Online = online,
        Software = $"Streaming.Replay {typeof(IngestMessages).Assembly.GetName().Version?.ToString(3)}",
        StudyId = Id(study.Id),
    };

    public static string Id(Guid id) => id.ToString("D");

    private static Wire.StudyEvent Event(Study study, Rational at, Action<Wire.StudyEvent> fill)
    {
        var message = new Wire.StudyEvent { StudyId = Id(study.Id), EventId = Id(Guid.NewGuid()), AtSeconds = Ratio(at) };
        fill(message);
        return message;
    }

    private static Wire.ChannelDescriptor Channel(Channel channel) => new()
    {
        Label = channel.Label,
        Kind = (Wire.ChannelKind)channel.Kind, // the enumerations number alike
        Unit = channel.Unit,
        RateHz = Ratio(channel.RateHz),
        SampleBytes = (uint)channel.SampleBytes,
        PhysicalMin = channel.Scaling.PhysicalMin,
        PhysicalMax = channel.Scaling.PhysicalMax,
        DigitalMin = channel.Scaling.DigitalMin,
        DigitalMax = channel.Scaling.DigitalMax,
        Transducer = channel.Transducer,
        Prefiltering = channel.Prefiltering,
        StatedDerivation = channel.StatedDerivation,
    };

    private static Wire.Rational Ratio(Rational value) => new() { Numerator = value.Numerator, Denominator = value.Denominator };

    private static ByteString Samples(ReadOnlySpan<int> values, int width)
    {
        var bytes = new byte[values.Length * width];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * width), (short)values[i]);
            if (width == 3) bytes[3 * i + 2] = (byte)(values[i] >> 16);
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}

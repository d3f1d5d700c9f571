using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Tests.Service;

/// <summary>
/// A made-up recording: an EEG and an eye channel at 100 Hz, an ECG at 50 Hz, cut into blocks of a second; every sample is computed from its index.
/// </summary>
internal sealed class TestStudy
{
    private readonly int _seed;

    public TestStudy(int seconds, int seed = 1, string? id = null, Rational? origin = null)
    {
        (Seconds, _seed) = (seconds, seed);
        Descriptor = new StudyDescriptor
        {
            StudyId = id ?? new Guid(seed, 0, 0, new byte[8]).ToString(),
            Start = DateTimeOffset.UnixEpoch.AddDays(20000).ToTimestamp(),
            EpochOriginSeconds = origin ?? new Rational { Numerator = 0, Denominator = 1 },
            Channels = { Channel("EEG C4-M1", ChannelKind.Eeg, 100), Channel("E1-M2", ChannelKind.Eog, 100), Channel("ECG", ChannelKind.Ecg, 50) },
        };
        Study = StudyReader.Read(Descriptor).Study!;
    }

    public int Seconds { get; }

    public StudyDescriptor Descriptor { get; }

    public Streaming.Core.Signals.Study Study { get; }

    public string Id => Descriptor.StudyId;

    /// <summary>All seconds in order.</summary>
    public IEnumerable<SampleBlock> Blocks() => Enumerable.Range(0, Seconds).Select(second => Block(second, second + 1));

    /// <summary>Samples of a stretch of whole seconds.</summary>
    public SampleBlock Block(int fromSecond, int toSecond)
    {
        var block = new SampleBlock { StudyId = Id, Sequence = (ulong)fromSecond };
        for (var channel = 0; channel < Descriptor.Channels.Count; channel++)
        {
            var rate = (int)Descriptor.Channels[channel].RateHz.Numerator;
            block.Channels.Add(Run(channel, (long)fromSecond * rate, (toSecond - fromSecond) * rate));
        }
        return block;
    }

    /// <summary>The same as the service decodes it.</summary>
    public Streaming.Core.Signals.SampleBlock Samples(int fromSecond, int toSecond) =>
        SamplesReader.Decode(WireBlockScanner.Scan(Block(fromSecond, toSecond).ToByteArray())!, Study, new SampleBuffer());

    public ChannelSamples Run(int channel, long firstIndex, int count)
    {
        var bytes = new byte[2 * count];
        for (var i = 0; i < count; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), Value(channel, firstIndex + i));
        return new ChannelSamples { Channel = (uint)channel, FirstIndex = firstIndex, Samples = ByteString.CopyFrom(bytes) };
    }

    public short Value(int channel, long index)
    {
        var seconds = index / (double)Descriptor.Channels[channel].RateHz.Numerator;
        // The rhythm changes from epoch to epoch, so that epochs differ.
        var hertz = 2 + (long)(seconds / 30) % 9 + channel;
        var noise = (int)((uint)((index + 1) * 2654435761 + _seed * 40503 + channel * 977) >> 21) - 1024;
        return (short)(600 * Math.Sin(2 * Math.PI * hertz * seconds) + noise / 8);
    }

    public StudyEvent End() => new()
    {
        StudyId = Id,
        EventId = new Guid(_seed, 1, 0, new byte[8]).ToString(),
        AtSeconds = new Rational { Numerator = Seconds, Denominator = 1 },
        StudyEnded = new StudyEnded
        {
            Channels = { Descriptor.Channels.Select((channel, n) => new ChannelEnd { Channel = (uint)n, LastIndex = Seconds * channel.RateHz.Numerator - 1 }) },
        },
    };

    public static string Topic(string bed, string kind) => $"psg/v1/lab/{bed}/{kind}";

    private static ChannelDescriptor Channel(string label, ChannelKind kind, int rateHz) => new()
    {
        Label = label,
        Kind = kind,
        Unit = "uV",
        RateHz = new Rational { Numerator = rateHz, Denominator = 1 },
        SampleBytes = 2,
        PhysicalMin = "-3276.8",
        PhysicalMax = "3276.7",
        DigitalMin = -32768,
        DigitalMax = 32767,
    };
}

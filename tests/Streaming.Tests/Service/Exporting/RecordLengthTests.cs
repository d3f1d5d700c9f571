using Streaming.Service.Exporting;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Tests.Service.Exporting;

public sealed class RecordLengthTests
{
    /// <summary>A record is in memory whole, and every night that ends is recorded: one channel a minute apart makes records of a minute of all others.</summary>
    [Theory]
    [InlineData(200, 60)]
    [InlineData(20_000, null)]
    public void Records_are_no_larger_than_memory_and_readers_take(int rateHz, int? seconds)
    {
        var descriptor = new TestStudy(30, seed: 1).Descriptor;
        while (descriptor.Channels.Count < 127)
            descriptor.Channels.Add(new ChannelDescriptor(descriptor.Channels[2]) { RateHz = new Rational { Numerator = rateHz, Denominator = 1 } });
        descriptor.Channels.Add(new ChannelDescriptor(descriptor.Channels[2]) { RateHz = new Rational { Numerator = 1, Denominator = 60 } });

        Assert.Equal(seconds, RecordLength.Of(StudyReader.Read(descriptor).Study!));
    }
}

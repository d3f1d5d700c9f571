using Google.Protobuf;
using Streaming.Replay.Gateway;
using Streaming.V1;

namespace Streaming.Tests.Replay.Gateway;

public sealed class BackfillRingTests
{
    [Fact]
    public void Ring_answers_exactly_the_samples_asked_for()
    {
        var ring = Ring(maximumBytes: 1 << 20, blocks: 4);
        var answer = ring.Answer(new BackfillRequest { StudyId = "s", Spans = { new SampleSpan { Channel = 0, FirstIndex = 8, LastIndex = 21 } } });
        Assert.Equal([(8L, 2), (10L, 10), (20L, 2)], answer.Select(block => (block.Channels[0].FirstIndex, block.Channels[0].Samples.Length / 2)));
        Assert.Equal(Enumerable.Range(8, 14), answer.SelectMany(block => block.Channels[0].Samples).Where((_, i) => i % 2 == 0).Select(b => (int)b));
        Assert.All(answer, block => Assert.True(block.Backfill));
    }

    [Fact]
    public void Ring_is_silent_about_other_studies_channels_and_what_it_no_longer_has()
    {
        var ring = Ring(maximumBytes: 120, blocks: 10);
        Assert.Empty(ring.Answer(new BackfillRequest { StudyId = "other", Spans = { new SampleSpan { LastIndex = 1000 } } }));
        Assert.Empty(ring.Answer(new BackfillRequest { StudyId = "s", Spans = { new SampleSpan { Channel = 7, LastIndex = 1000 } } }));
        Assert.Empty(ring.Answer(new BackfillRequest { StudyId = "s", Spans = { new SampleSpan { LastIndex = 9 } } }));
        Assert.NotEmpty(ring.Answer(new BackfillRequest { StudyId = "s", Spans = { new SampleSpan { FirstIndex = 90, LastIndex = 99 } } }));
    }

    private static BackfillRing Ring(long maximumBytes, int blocks)
    {
        var ring = new BackfillRing([2], maximumBytes);
        for (var i = 0; i < blocks; i++)
        {
            var samples = Enumerable.Range(i * 10, 10).SelectMany(value => new[] { (byte)value, (byte)0 }).ToArray();
            var channel = new ChannelSamples { FirstIndex = i * 10, Samples = ByteString.CopyFrom(samples) };
            ring.Add(new SampleBlock { StudyId = "s", Channels = { channel } });
        }

        return ring;
    }
}

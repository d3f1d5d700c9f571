using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Ingest;

/// <summary>Valid MQTT payloads, mutated: each is taken or refused with a cause, in little memory, and what is taken is within every limit of the
/// contract.</summary>
public sealed class PayloadFuzzTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public void Mutated_payload_is_taken_within_the_limits_or_refused_with_a_cause() => Fuzz(seed: 1, cases: 50_000);

    [Fact]
    [Trait("Category", "Long")]
    public void Mutated_payload_is_taken_within_the_limits_or_refused_half_a_million_times() => Fuzz(seed: 2, cases: 500_000);

    private void Fuzz(int seed, int cases)
    {
        var (random, study) = (new Random(seed), new TestStudy(60, seed: 700));
        var bed = new BedKey("lab", "fuzz");
        shared.Host.Services.GetRequiredService<StudyDirectory>().Add(study.Study, study.Descriptor, bed);
        var payloads = shared.Host.Services.GetRequiredService<PayloadReader>();
        (JournalRecordKind Kind, byte[] Bytes)[] valid =
        [
            (JournalRecordKind.Study, study.Descriptor.ToByteArray()), (JournalRecordKind.Samples, study.Block(0, 1).ToByteArray()),
            (JournalRecordKind.Event, study.End().ToByteArray()),
            (JournalRecordKind.Status, new GatewayStatus { Online = true, Software = "fuzz", StudyId = study.Id }.ToByteArray()),
        ];
        var (taken, refused, buffer) = (0, 0, new SampleBuffer());
        for (var i = 0; i < cases; i++)
        {
            var (kind, bytes) = valid[i % valid.Length];
            var mutated = Mutation.Of(bytes, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (message, rejection) = payloads.Read(bed, kind, mutated);
            Assert.True(message is null != rejection is null, $"Case {i} of seed {seed}: {Convert.ToHexString(mutated)}");
            if (message is null) refused++;
            else taken++;
            if (message is IngestMessage.Samples samples) Check(samples.Decode(buffer), study.Study);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (256 << 10) + 200L * mutated.Length);
        }
        Assert.True(taken > cases / 100 && refused > cases / 100, $"{taken} were taken, {refused} refused");
    }

    private static void Check(Streaming.Core.Signals.SampleBlock block, Streaming.Core.Signals.Study study)
    {
        Assert.Equal(study.Id, block.StudyId);
        Assert.All(block.Channels, run => Assert.InRange(run.Channel, 0, study.Channels.Count - 1));
        Assert.All(block.Channels, run => Assert.InRange(run.FirstIndex, 0, long.MaxValue - run.Values.Length));
    }
}

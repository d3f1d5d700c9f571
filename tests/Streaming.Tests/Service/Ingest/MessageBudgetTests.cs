using Google.Protobuf;
using Streaming.Core.Simulation;
using Streaming.Replay.Gateway;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.Tests.Core.Rendering;
using Streaming.V1;

namespace Streaming.Tests.Service.Ingest;

/// <summary>What a message may allocate on its way; samples and pictures have budgets of their own (none) in their rooms.</summary>
public sealed class MessageBudgetTests
{
    private const int BytesABlock = 2048; // its runs and their places, however many samples are in them

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void A_block_is_read_without_copying_its_samples(int seconds)
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = 1, RateHz = 200 }, 1).Simulate(Guid.NewGuid(), DateTimeOffset.UnixEpoch);
        var block = new JoinedBlocks(night.Study, seconds).Of(night.Blocks()).First();
        var payload = IngestMessages.Block(night.Study, block, 1).ToByteArray();
        var (buffer, limits) = (new SampleBuffer(), night.Study.Channels.Select(_ => long.MaxValue).ToArray());
        var allocated = Allocation.Bytes(() =>
        {
            var wire = WireBlockScanner.Scan(payload)!;
            Assert.Null(SamplesReader.FaultOf(wire, night.Study, limits));
            SamplesReader.Decode(wire, night.Study, buffer);
        });
        Assert.InRange(allocated, 1, BytesABlock);
    }

    [Fact]
    public void A_record_is_framed_in_place()
    {
        var record = new JournalRecord(JournalRecordKind.Samples, "site", "bed", DateTimeOffset.UnixEpoch, new byte[40_000]);
        var frame = new byte[JournalFrame.Length(record)];
        Assert.InRange(Allocation.Bytes(() => JournalFrame.Write(record, frame)), 0, 64);
    }

    [Fact]
    public void A_report_is_encoded_once_for_everybody()
    {
        var message = new WatchResponse
        {
            Token = new ResumeToken { StoreId = Guid.Empty.ToString(), CommitSequence = 1 },
            Report = new StageReport { StudyId = Guid.Empty.ToString(), Quality = { new string('q', 2000) } },
        };
        var (encoded, _) = DeltaEncoding.Encode(message);
        Assert.InRange(Allocation.Bytes(() => DeltaEncoding.Encode(message)), encoded.Length, encoded.Length + 512);
    }
}

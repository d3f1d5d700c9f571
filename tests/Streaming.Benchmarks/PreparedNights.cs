using System.Text;
using Google.Protobuf;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Streaming.Parts.Mqtt;
using Streaming.Replay.Gateway;

namespace Streaming.Benchmarks;

/// <summary>One simulated night under many study ids, encoded before the clock starts: amplifiers are not what is measured.</summary>
/// <remarks>The beds share the encoded blocks, and a message is a copy with the bed's own study id: a thousand nights fit into memory.</remarks>
internal sealed class PreparedNights
{
    private const int IdOffset = 2; // a block begins with its study id: tag, length, 36 characters
    private readonly Study[] _studies;
    private readonly BedTopics[] _topics;
    private readonly byte[][] _blocks;
    private readonly int _blocksAnEpoch;

    private PreparedNights(Study[] studies, byte[][] blocks, int blocksAnEpoch)
    {
        (_studies, _blocks, _blocksAnEpoch) = (studies, blocks, blocksAnEpoch);
        _topics = [.. Enumerable.Range(1, studies.Length).Select(bed => new BedTopics("psg/v1", "benchmark", $"bed{bed}"))];
    }

    public int Beds => _studies.Length;

    /// <summary>What each bed says first.</summary>
    public IEnumerable<MqttMessage> Announcements => _studies.Select((study, bed) =>
        new MqttMessage(_topics[bed].Study, IngestMessages.Descriptor(study).ToByteArray()) { Retain = true });

    /// <summary>Simulates a night and encodes it; an epoch must be whole blocks.</summary>
    public static PreparedNights Simulate(int beds, int epochs, int blockSeconds)
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = epochs, RateHz = 200 }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var studies = Enumerable.Range(1, beds).Select(bed => night.Study with { Id = new Guid(bed, 0, 0, new byte[8]) }).ToArray();
        var blocks = new JoinedBlocks(night.Study, blockSeconds).Of(night.Blocks())
            .Select((block, number) => IngestMessages.Block(night.Study, block, (ulong)number + 1).ToByteArray()).ToArray();
        return new PreparedNights(studies, blocks, Epoch.Seconds / blockSeconds);
    }

    /// <summary>Blocks of some epochs, all beds in turn.</summary>
    public IEnumerable<MqttMessage> Epochs(int first, int count) => Blocks(first * _blocksAnEpoch, count * _blocksAnEpoch);

    /// <summary>Some blocks, all beds in turn.</summary>
    public IEnumerable<MqttMessage> Blocks(int first, int count)
    {
        for (var block = first; block < first + count; block++)
        {
            for (var bed = 0; bed < Beds; bed++) yield return Block(bed, block);
        }
    }

    /// <summary>One block of one bed.</summary>
    public MqttMessage Block(int bed, int block)
    {
        var payload = _blocks[block].AsSpan().ToArray();
        Encoding.ASCII.GetBytes(IngestMessages.Id(_studies[bed].Id), payload.AsSpan(IdOffset));
        return new MqttMessage(_topics[bed].Samples, payload);
    }
}

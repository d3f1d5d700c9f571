using Google.Protobuf;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Streaming.Parts.Mqtt;
using Streaming.Replay.Gateway;

namespace Streaming.Benchmarks;

/// <summary>One simulated night under many study ids, encoded before the clock starts: amplifiers are not what is measured.</summary>
/// <param name="Announcements">What each bed says first.</param>
/// <param name="WarmUp">Blocks of the first epochs of every bed: the service compiles itself and its buffers grow.</param>
/// <param name="Blocks">Those that are measured.</param>
internal sealed record PreparedNights(IReadOnlyList<MqttMessage> Announcements, IReadOnlyList<MqttMessage> WarmUp, IReadOnlyList<MqttMessage> Blocks)
{
    public const int WarmUpEpochs = 10;

    public static PreparedNights Simulate(int beds, int epochs, int blockSeconds)
    {
        var simulator = new NightSimulator(new NightSimulatorOptions { Epochs = WarmUpEpochs + epochs, RateHz = 200 }, 1);
        var night = simulator.Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var studies = Enumerable.Range(1, beds).Select(bed => night.Study with { Id = new Guid(bed, 0, 0, new byte[8]) }).ToArray();
        var topics = Enumerable.Range(1, beds).Select(bed => new BedTopics("psg/v1", "benchmark", $"bed{bed}")).ToArray();
        var announcements = studies.Select((study, bed) =>
            new MqttMessage(topics[bed].Study, IngestMessages.Descriptor(study).ToByteArray()) { Retain = true }).ToArray();
        var (warmUp, blocks) = (new List<MqttMessage>(), new List<MqttMessage>());
        var joined = new JoinedBlocks(night.Study, blockSeconds).Of(night.Blocks());
        foreach (var (block, number) in joined.Select((block, n) => (block, n)))
        {
            for (var bed = 0; bed < beds; bed++)
            {
                var message = IngestMessages.Block(studies[bed], block with { StudyId = studies[bed].Id }, (ulong)number);
                (number * blockSeconds < WarmUpEpochs * Epoch.Seconds ? warmUp : blocks).Add(new MqttMessage(topics[bed].Samples, message.ToByteArray()));
            }
        }
        return new PreparedNights(announcements, warmUp, blocks);
    }
}

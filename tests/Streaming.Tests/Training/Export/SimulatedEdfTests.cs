using Streaming.Core.Signals.Edf;
using Streaming.Core.Simulation;
using Streaming.Training.Export;

namespace Streaming.Tests.Training.Export;

public sealed class SimulatedEdfTests
{
    [Theory]
    [InlineData(SimulatedLayout.Aasm)]
    [InlineData(SimulatedLayout.SleepEdf)]
    [InlineData(SimulatedLayout.Shhs)]
    public void File_reads_back_to_the_night(SimulatedLayout layout)
    {
        var simulator = new NightSimulator(new NightSimulatorOptions { Epochs = 40, Layout = layout, RateHz = null }, 3);
        using var stream = new MemoryStream();
        SimulatedEdf.Write(simulator, stream);
        stream.Position = 0;
        var study = EdfStudy.From(EdfReader.Open(stream), Guid.Empty);
        var night = simulator.Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        Assert.Equal(night.Stages.Select(stage => (Streaming.Core.Staging.Stage?)stage), study.Labels);
        Assert.Equal(night.Study.Channels.Select(channel => channel.Label), study.Study.Channels.Select(channel => channel.Label));
        var samples = night.Blocks().SelectMany(block => block.Channels[0].Values.ToArray());
        Assert.Equal(samples, study.Blocks(1).SelectMany(block => block.Channels[0].Values.ToArray()));
    }
}

using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

public sealed class RecordingConditionTests
{
    private static readonly Study Study =
        new NightSimulator(new NightSimulatorOptions { Epochs = 1 }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch).Study;

    [Fact]
    public void Gains_scale_every_channel()
    {
        foreach (var (plain, changed) in Study.Channels.Zip(RecordingCondition.DoubleGain.Applied(Study).Channels))
            Assert.Equal(2 * plain.Scaling.Gain, changed.Scaling.Gain, 1e-12);
        foreach (var (plain, changed) in Study.Channels.Zip(RecordingCondition.HalfGain.Applied(Study).Channels))
            Assert.Equal(0.5 * plain.Scaling.Gain, changed.Scaling.Gain, 1e-12);
    }

    [Fact]
    public void Single_central_leaves_one_row()
    {
        var rows = Montage.Resolve(RecordingCondition.SingleCentral.Applied(Study)).Rows;
        for (var row = 0; row < rows.Count; row++) Assert.Equal(row == (int)DerivationRow.Central, rows[row] is not null);
    }
}

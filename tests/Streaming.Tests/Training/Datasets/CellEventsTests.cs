using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Streaming.Training.Datasets;

namespace Streaming.Tests.Training.Datasets;

public sealed class CellEventsTests
{
    [Fact]
    public void Waves_are_marked_in_brain_rows_and_eye_movements_in_the_eyes_that_are_there()
    {
        SimulatedEvent[] events =
        [
            new(SimulatedEventKind.Spindle, 61.5, 1, DerivationRow.Central, null, 30), // of the second epoch: seconds 1 and 2
            new(SimulatedEventKind.RapidEyeMovement, 65, 0.9, DerivationRow.LeftEye, null, 60),
            new(SimulatedEventKind.Arousal, 70, 5, null, null, 0), // no cell shows it
            new(SimulatedEventKind.Blink, 20, 0.3, DerivationRow.LeftEye, null, 60), // of another epoch
        ];
        var cells = CellEvents.Of(Epoch(missing: DerivationRow.RightEye), CellEvents.Shown(events));
        Assert.Equal(CellEvents.Known | 1, cells[(int)DerivationRow.Frontal * 30 + 1]);
        Assert.Equal(CellEvents.Known | 1, cells[(int)DerivationRow.Occipital * 30 + 2]);
        Assert.Equal(CellEvents.Known, cells[(int)DerivationRow.Central * 30 + 3]);
        Assert.Equal(CellEvents.Known | 16, cells[(int)DerivationRow.LeftEye * 30 + 5]);
        Assert.Equal(CellEvents.Known, cells[(int)DerivationRow.Central * 30 + 5]);
        Assert.All(cells.AsSpan((int)DerivationRow.RightEye * 30, 30).ToArray(), cell => Assert.Equal(0, cell));
        Assert.Equal(3 * 2 + 1, cells.Count(cell => (cell & ~CellEvents.Known) != 0));
    }

    [Fact]
    public void Nights_nobody_annotated_teach_no_events()
    {
        var night = StagedNight.Of(new NightSimulator(new NightSimulatorOptions { Epochs = 4 }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch), "n");
        var signal = SignalSpecs.V1;
        Assert.All(NightEpochs.Labelled(night, signal), labelled => Assert.NotNull(labelled.Events));
        Assert.All(NightEpochs.Labelled(night with { KnowsEvents = false }, signal), labelled => Assert.Null(labelled.Events));
    }

    private static Epoch Epoch(DerivationRow missing) => new()
    {
        Number = 1,
        StartSeconds = 60,
        Rows = [.. Enumerable.Range(0, 6).Select(row => row == (int)missing ? null : new float[Streaming.Core.Windowing.Epoch.Samples])],
        ScalesMicrovolts = [1, 1, 1, 1, 1, 1],
        Derivations = [null, null, null, null, null, null],
        Accounts = [],
    };
}

using Streaming.Station.Commands;
using Streaming.V1;

namespace Streaming.Tests.Station;

public sealed class BedsTableTests
{
    /// <summary>FINALs that are unscorable are among the FINALs: four epochs were once five.</summary>
    [Fact]
    public void Epochs_of_a_bed_are_its_finals()
    {
        var cells = BedsCommand.Cells(new Bed { Site = "lab", Bed_ = "bed-1", FinalEpochs = 4, UnscorableEpochs = 1 });

        Assert.Equal("4", cells[3]);
    }

    /// <summary>Many a gateway never publishes its status: nothing says that it is away.</summary>
    [Theory]
    [InlineData(false, false, "Staging")]
    [InlineData(true, false, "Staging, gateway offline")]
    [InlineData(true, true, "Staging")]
    public void Gateway_is_called_offline_when_it_was_told_to_be(bool isTold, bool isOnline, string state)
    {
        var bed = new Bed { Site = "lab", Bed_ = "bed-1", State = BedState.Staging, GatewayOnline = isOnline };
        if (isTold) bed.GatewayTold = new() { Seconds = 1_700_000_000 };

        Assert.Equal(state, BedsCommand.Cells(bed)[1]);
    }
}

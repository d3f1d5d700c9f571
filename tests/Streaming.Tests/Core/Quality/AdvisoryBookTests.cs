using Streaming.Core.Quality;
using Xunit;

namespace Streaming.Tests.Core.Quality;

/// <summary>When a fault is told, since when it is said to last, and when it is over: docs/quality.md.</summary>
public sealed class AdvisoryBookTests
{
    private readonly AdvisoryBook _book = new(0, 2);
    private long _epoch;

    [Fact]
    public void Flat_lead_is_told_at_once_to_the_second_and_is_over_after_three_epochs_without()
    {
        Assert.Equal((67.0, null), Tell(2, SignalFault.Flat));
        Assert.Null(Tell(3));
        Assert.Null(Tell(4));
        Assert.Equal((67.0, 90.0), Tell(5)); // since the end of the last epoch that had it
        Assert.Null(Tell(6));
    }

    [Fact]
    public void Pops_are_told_with_the_third_epoch_of_ten_since_the_first_and_are_over_after_twenty_without()
    {
        Assert.Null(Tell(0, SignalFault.Pops));
        Assert.Null(Tell(4, SignalFault.Pops));
        Assert.Equal((0.0, null), Tell(9, SignalFault.Pops));
        Assert.Null(Tell(28));
        Assert.Equal((0.0, 300.0), Tell(29));
    }

    [Fact]
    public void Three_pops_in_more_than_ten_epochs_are_not_told()
    {
        Assert.Null(Tell(0, SignalFault.Pops));
        Assert.Null(Tell(4, SignalFault.Pops));
        Assert.Null(Tell(10, SignalFault.Pops));
    }

    [Fact]
    public void Hum_is_told_with_the_second_epoch_on_end_and_is_over_after_ten_without()
    {
        Assert.Null(Tell(0, SignalFault.Hum));
        Assert.Null(Tell(2, SignalFault.Hum));
        Assert.Equal((60.0, null), Tell(3, SignalFault.Hum));
        Assert.Null(Tell(12));
        Assert.Equal((60.0, 120.0), Tell(13));
    }

    [Fact]
    public void While_nothing_comes_a_fault_neither_begins_nor_ends()
    {
        Assert.Equal((7.0, null), Tell(0, SignalFault.Flat));
        Assert.Equal((37.0, null), Tell(1, SignalFault.Missing));
        Assert.Null(Tell(8, SignalFault.Missing));
        Assert.Null(Tell(10));
        Assert.Equal([SignalFault.Missing, SignalFault.Flat], _book.Tell(11, [Quality(0), Quality(1)]).Select(advisory => advisory.Fault));
    }

    /// <summary>Epochs without a fault up to one that has these.</summary>
    /// <returns>What is told of channel 0 then: onset and end, seconds.</returns>
    private (double Onset, double? End)? Tell(long epoch, params SignalFault[] faults)
    {
        for (; _epoch < epoch; _epoch++) Assert.Empty(_book.Tell(_epoch, [Quality(0, faults.Where(fault => fault == SignalFault.Missing)), Quality(1)]));
        _epoch++;
        var told = _book.Tell(epoch, [Quality(0, faults), Quality(1)]);
        return told.Count == 0 ? null : ((double)Assert.Single(told).OnsetSeconds, (double?)told[0].EndSeconds);
    }

    private static ChannelQuality Quality(int channel, params IEnumerable<SignalFault> faults) =>
        new(channel, true, [.. faults.Select(fault => new ChannelFault(fault, 7, 1, 5))], 20, true)
        {
            Unusable = faults.Contains(SignalFault.Missing) ? SignalFault.Missing : null,
        };
}

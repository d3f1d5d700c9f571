using Streaming.Core.Signals.Edf;
using Xunit;

namespace Streaming.Tests.Core.Signals.Edf;

public sealed class EdfHeaderTests
{
    [Theory]
    [InlineData("X X X simulated", true)]
    [InlineData("sim-00000007 X X simulated", true)]
    [InlineData("X X X X", false)]
    [InlineData("17 F 02-MAY-1951 simulated", false)]
    [InlineData("a simulated patient", false)]
    [InlineData("", false)]
    public void Only_what_a_simulator_wrote_is_simulated(string patient, bool expected) =>
        Assert.Equal(expected, new EdfHeader(1, []) { Patient = patient }.IsSimulated);
}

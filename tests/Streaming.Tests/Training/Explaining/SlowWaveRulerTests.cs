using Streaming.Core.Signals;
using Streaming.Training.Explaining;

namespace Streaming.Tests.Training.Explaining;

public sealed class SlowWaveRulerTests
{
    [Theory]
    [InlineData(1.0, 100, 28)] // 100 µV from peak to peak at 1 Hz fills the half minute
    [InlineData(1.0, 70, 0)] // too low
    [InlineData(0.7, 110, 28)]
    [InlineData(3.0, 150, 0)] // too fast
    [InlineData(0.3, 150, 0)] // too long
    public void Waves_are_measured_by_height_and_length(double hertz, double microvolts, double seconds)
    {
        var waves = SlowWaveRuler.Measure(Trace(30, t => microvolts / 2 * Math.Sin(2 * Math.PI * hertz * t)));

        Assert.All(waves, wave => Assert.Equal(DerivationRow.Central, wave.Row));
        Assert.InRange(waves.Sum(wave => wave.DurationSeconds), seconds - 2, seconds + 2);
    }

    [Fact]
    public void Alpha_on_top_adds_no_height()
    {
        double Height(double alpha) => SlowWaveRuler.Measure(Trace(30, t => 60 * Math.Sin(2 * Math.PI * t) + alpha * Math.Sin(2 * Math.PI * 10 * t)))
            .Average(wave => wave.AmplitudeMicrovolts);

        Assert.InRange(Height(40) - Height(0), -2, 2);
        Assert.InRange(Height(0), 105, 120);
    }

    // In the central row only.
    private static IEnumerable<float[][]> Trace(int seconds, Func<double, double> at) =>
        Enumerable.Range(0, seconds).Select(second => (float[][])[new float[100], [.. Enumerable.Range(0, 100).Select(i => (float)at(second + i / 100.0))], new float[100]]);
}

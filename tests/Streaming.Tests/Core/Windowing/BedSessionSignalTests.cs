using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

public sealed class BedSessionSignalTests
{
    [Theory]
    [InlineData(100, 1)]
    [InlineData(50, 1)]
    [InlineData(255999, 1000)]
    public void What_comes_after_an_epoch_never_changes_it(long numerator, long denominator)
    {
        var recording = Recording.Make(95, new Rational(101, 100), 5, ("C4-M1", new Rational(numerator, denominator)));
        var grid = new EpochGrid(recording.Study.EpochOriginSeconds, new Rational(numerator, denominator));
        var expected = recording.Session().Feed(recording.Blocks(), recording.End);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var changed = recording.With(0, (int)grid.FirstIndex(epoch + 1), value => 5000 - 3 * value);
            var actual = changed.Session().Feed(changed.Blocks(), changed.End);
            Feeding.AssertSame([.. expected.Take(epoch + 1)], [.. actual.Take(epoch + 1)]);
            Assert.NotEqual(expected[epoch + 1].Rows[1], actual[epoch + 1].Rows[1]);
        }
    }

    [Theory]
    [InlineData("1638.35", 0.5)]
    [InlineData("6553.4", 2)]
    [InlineData("4587.38", 1.4)]
    public void Gain_scales_rows_and_scale_alike(string physicalMaximum, double gain)
    {
        var expected = Feed("3276.7");
        var actual = Feed(physicalMaximum);
        foreach (var (one, other) in expected.Zip(actual))
        {
            for (var row = 0; row < 6; row++)
            {
                if (one.Rows[row] is not { } samples) continue;
                Assert.Equal(gain, other.ScalesMicrovolts[row] / one.ScalesMicrovolts[row], 1e-7);
                for (var n = 0; n < samples.Length; n++)
                    Assert.Equal(samples[n] / one.ScalesMicrovolts[row], other.Rows[row]![n] / other.ScalesMicrovolts[row], 1e-5);
            }
        }

        static List<Epoch> Feed(string maximum)
        {
            var recording = Recording.Make(125, 0, 3, maximum, ("C4-CLE", 256), ("M1-CLE", 256), ("E1-M2", 200), ("Chin EMG", 200));
            return recording.Session().Feed(recording.Blocks(), recording.End);
        }
    }

    [Fact]
    public void A_constant_offset_leaves_no_transient_at_the_start_or_after_a_long_gap()
    {
        var recording = Recording.Make(125, 0, 3, ("C4-M1", 200)).With(0, 0, value => 20_000 + value / 20);
        var epochs = recording.Session().Feed(recording.Blocks().Where((_, n) => n is < 40 or > 48), recording.End);
        var values = epochs.SelectMany(epoch => epoch.Rows[1]!).Where(value => !float.IsNaN(value));
        Assert.InRange(values.Max(Math.Abs), 0.5f, 15); // 2000 µV of offset, 5 µV of signal
    }

    [Fact]
    public void Real_microvolts_come_through_at_ten_hertz_and_hum_does_not()
    {
        foreach (var rate in new Rational[] { 100, 200, 256, new Rational(255999, 1000), 500 })
        {
            var recording = Recording.Make(65, 0, 3, ("C4-M1", rate));
            Assert.Equal(100, Amplitude(Tone(recording, 0, 10, 1)), 2.0);
            if (rate > 120) Assert.Equal(100, Amplitude(Tone(recording, 0, 10, 1, hum: 1)), 2.0);
        }
    }

    [Fact]
    public void Rolling_windows_come_every_hop_and_touch_nothing()
    {
        var recording = Recording.Make(95, new Rational(1, 2), 3, ("C4-M1", 200), ("M1", 200));
        var expected = recording.Session().Feed(recording.Blocks(0.5), recording.End);
        var (session, actual, windows) = (recording.Session(), new List<Epoch>(), new List<Epoch>());
        foreach (var block in recording.Blocks(0.5))
        {
            actual.AddRange(session.Accept(block, 0, 1));
            if (session.RollingWindow() is { } window) windows.Add(window);
        }
        actual.AddRange(session.End(recording.End, 1));
        Feeding.AssertSame(expected, actual);
        double[] ends = [35, 40, 45, 50, 55, 65, 70, 75, 80, 85]; // 30, 60 and 90 are epochs
        Assert.Equal(ends.Select(end => end + 0.5), windows.Select(window => (double)window.StartSeconds + 30));
        var joined = expected[0].Rows[1]!.Concat(expected[1].Rows[1]!).ToArray();
        Assert.Equal(joined[500..3500], windows[0].Rows[1]);
        Assert.Equal(35.5 * 200 - 1, windows[0].WindowLastIndex);
        Assert.Equal(expected[0].ScalesMicrovolts, windows[0].ScalesMicrovolts);
    }

    private static Recording Tone(Recording recording, int channel, double hertz, double amplitude, double hum = 0)
    {
        var (n, rate) = (0, (double)recording.Study.Channels[channel].RateHz);
        return recording.With(channel, 0, _ => (int)Math.Round(
            1000 * (amplitude * Math.Sin(2 * Math.PI * hertz * n / rate) + hum * Math.Sin(2 * Math.PI * 60 * n++ / rate))));
    }

    private static double Amplitude(Recording recording) =>
        Math.Sqrt(2 * recording.Session().Feed(recording.Blocks(), recording.End)[1].Rows[1]!.Average(value => (double)value * value));
}

using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Evidence;

public sealed class CalibrationTests
{
    [Fact]
    public void Measures_what_lies_in_the_stretch_and_nothing_else()
    {
        // 10 Hz of 20 µV peak in the seconds 5 to 15 only; rms of a sine is its peak over root two.
        var epoch = Night(occipital: t => t is >= 5 and < 15 ? 20 * Math.Sin(2 * Math.PI * 10 * t) : 0);
        var inside = CalibrationMeasures.Of([epoch], 7, 14);
        var outside = CalibrationMeasures.Of([epoch], 20, 28);
        Assert.Equal("O2-M1", inside.AlphaDerivation);
        Assert.Equal(20 / Math.Sqrt(2), inside.AlphaMicrovolts!.Value, 1.0);
        Assert.True(outside.AlphaMicrovolts < 0.1);
        Assert.Null(inside.EyeMicrovolts);
        Assert.Null(inside.ChinMicrovolts);
    }

    [Fact]
    public void Alpha_that_rises_with_closed_eyes_is_seen()
    {
        var open = Night(occipital: t => 4 * Math.Sin(2 * Math.PI * 10 * t));
        var closed = Night(occipital: t => 16 * Math.Sin(2 * Math.PI * 10 * t));
        var seen = Judge((CalibrationTask.EyesOpen, open), (CalibrationTask.EyesClosed, closed));
        var unseen = Judge((CalibrationTask.EyesOpen, open), (CalibrationTask.EyesClosed, open));
        Assert.True(seen.Judge(CalibrationTask.EyesClosed).IsSeen);
        Assert.Contains("4.0 times", seen.Judge(CalibrationTask.EyesOpen).Text, StringComparison.Ordinal);
        Assert.False(unseen.Judge(CalibrationTask.EyesClosed).IsSeen);
        Assert.Null(Judge((CalibrationTask.EyesClosed, closed)).Judge(CalibrationTask.EyesClosed).IsSeen);
    }

    [Theory]
    [InlineData(-1, 40, true)] // out of phase
    [InlineData(1, 40, false)] // in phase: a lead is on the wrong side
    [InlineData(-1, 5, false)] // too small
    public void Looking_sideways_is_seen_where_the_eyes_move_out_of_phase(int sign, double amplitude, bool isSeen)
    {
        var look = Night(left: t => amplitude * Math.Sin(2 * Math.PI * 0.5 * t), right: t => sign * amplitude * Math.Sin(2 * Math.PI * 0.5 * t));
        Assert.Equal(isSeen, Judge((CalibrationTask.LookLeftRight, look)).Judge(CalibrationTask.LookLeftRight).IsSeen);
    }

    [Fact]
    public void One_eye_alone_is_not_judged_for_phase_but_for_blinks()
    {
        var look = Night(left: t => 60 * Math.Sin(2 * Math.PI * 0.5 * t));
        Assert.Null(Judge((CalibrationTask.LookLeftRight, look)).Judge(CalibrationTask.LookLeftRight).IsSeen);
        Assert.True(Judge((CalibrationTask.Blink, look)).Judge(CalibrationTask.Blink).IsSeen);
    }

    [Fact]
    public void Clench_is_seen_against_the_chin_at_rest()
    {
        var rest = Night(chin: t => 3 * Math.Sin(2 * Math.PI * 30 * t));
        var clench = Night(chin: t => t < 10 ? 30 * Math.Sin(2 * Math.PI * 30 * t) : 3 * Math.Sin(2 * Math.PI * 30 * t));
        Assert.True(Judge((CalibrationTask.EyesClosed, rest), (CalibrationTask.ClenchTeeth, clench)).Judge(CalibrationTask.ClenchTeeth).IsSeen);
        Assert.False(Judge((CalibrationTask.EyesClosed, rest), (CalibrationTask.ClenchTeeth, rest)).Judge(CalibrationTask.ClenchTeeth).IsSeen);
        Assert.Null(Judge((CalibrationTask.ClenchTeeth, clench)).Judge(CalibrationTask.ClenchTeeth).IsSeen);
        Assert.Equal(3 / Math.Sqrt(2), Judge((CalibrationTask.EyesOpen, rest)).ChinBaseline!.Value, 0.1);
    }

    [Fact]
    public void Lost_seconds_are_left_out()
    {
        var epoch = Night(chin: t => t < 20 ? double.NaN : 5 * Math.Sin(2 * Math.PI * 30 * t));
        Assert.Equal(5 / Math.Sqrt(2), CalibrationMeasures.Of([epoch], 0, 30).ChinMicrovolts!.Value, 0.1);
        Assert.Null(CalibrationMeasures.Of([epoch], 0, 15).ChinMicrovolts);
        Assert.Equal("no chin lead in it", Judge((CalibrationTask.ClenchTeeth, Night())).Judge(CalibrationTask.ClenchTeeth).Text);
    }

    private static CalibrationJudge Judge(params (CalibrationTask Task, Epoch Epoch)[] steps) =>
        new(steps.ToDictionary(step => step.Task, step => CalibrationMeasures.Of([step.Epoch], 0, 30)));

    private static Epoch Night(
        Func<double, double>? occipital = null, Func<double, double>? left = null, Func<double, double>? right = null, Func<double, double>? chin = null)
    {
        Func<double, double>?[] rows = [null, null, occipital, left, right, chin];
        string[] names = ["F4-M1", "C4-M1", "O2-M1", "E1-M2", "E2-M2", "Chin1-Chin2"];
        return new Epoch
        {
            Number = 0,
            StartSeconds = Streaming.Core.Signals.Rational.Zero,
            Rows = [.. rows.Select(row => row is null ? null : Enumerable.Range(0, Epoch.Samples).Select(n => (float)row(n / 100.0)).ToArray())],
            ScalesMicrovolts = [.. rows.Select(row => row is null ? 0.0 : 10)],
            Derivations = [.. rows.Select((row, n) => row is null ? null : new Derivation((DerivationRow)n, names[n], n, null, false))],
            Accounts = [],
        };
    }
}

using Streaming.Core.Simulation;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Training.Datasets;

namespace Streaming.Tests.Training.Datasets;

public sealed class SlowRecorderTests
{
    [Theory]
    [InlineData(8, 0.97, 1.03)]
    [InlineData(45, 0, 0.07)]
    public void What_lies_below_the_cut_is_kept_and_what_lies_above_is_lost(double hertz, double least, double most)
    {
        float[]?[] rows = [Wave(hertz), null, null, null, null, Wave(hertz)];
        double[] scales = [10, 0, 0, 0, 0, 3];
        SlowRecorder.Of([Of(rows)]).Filter(rows, scales, new SeededRandom(1));
        Assert.InRange(rows[0]!.Skip(300).Max(Math.Abs), least, most);
        Assert.InRange(scales[0] / 10, least, most);
        Assert.InRange(scales[5] / 3, least, most);
        Assert.Null(rows[1]);
    }

    [Fact]
    public void Scale_is_that_of_the_night_and_not_of_an_epoch_that_loses_more()
    {
        // A night of slow waves, with one epoch that is all muscle: it stands low afterwards, as it would on a recorder that never saw its muscle.
        float[]?[] muscle = [Wave(40), null, null, null, null, null];
        var night = Enumerable.Range(0, 64).Select(n => Of(n == 5 ? muscle : [Wave(2), null, null, null, null, null])).ToArray();
        double[] scales = [10, 0, 0, 0, 0, 0];
        SlowRecorder.Of(night).Filter(muscle, scales, new SeededRandom(2));
        Assert.InRange(scales[0], 9.7, 10.3);
        Assert.InRange(muscle[0]!.Skip(300).Max(Math.Abs), 0, 0.12);
    }

    [Fact]
    public void Filter_starts_again_after_a_hole()
    {
        var samples = Wave(5);
        samples.AsSpan(1000, 100).Fill(float.NaN);
        LowPass.Fourth(samples, 20);
        Assert.All(samples[1000..1100], value => Assert.True(float.IsNaN(value)));
        Assert.All(samples[1100..], value => Assert.InRange(value, -1.3f, 1.3f));
    }

    [Fact]
    public void Sharp_filter_keeps_what_is_below_without_delay_and_loses_what_is_just_above()
    {
        var (kept, lost) = (Wave(15), Wave(28));
        LowPass.Sharp(kept, 22);
        LowPass.Sharp(lost, 22);
        Assert.All(Wave(15).Zip(kept).Skip(100).Take(Epoch.Samples - 200), pair => Assert.InRange(pair.First - pair.Second, -0.01f, 0.01f));
        Assert.InRange(lost.Skip(100).Take(Epoch.Samples - 200).Max(Math.Abs), 0, 0.01f);
    }

    [Fact]
    public void Sharp_filter_leaves_holes_where_they_were()
    {
        var samples = Wave(5);
        samples.AsSpan(1000, 100).Fill(float.NaN);
        LowPass.Sharp(samples, 20);
        Assert.All(samples[1000..1100], value => Assert.True(float.IsNaN(value)));
        Assert.All(samples[..1000].Concat(samples[1100..]), value => Assert.InRange(value, -1.3f, 1.3f));
    }

    private static float[] Wave(double hertz) =>
        [.. Enumerable.Range(0, Epoch.Samples).Select(i => (float)Math.Sin(2 * Math.PI * hertz * (i + 0.3) / Epoch.RateHz))];

    private static Epoch Of(float[]?[] rows) => new()
    {
        Number = 0,
        StartSeconds = 0,
        Rows = [.. rows.Select(row => row?.ToArray())],
        ScalesMicrovolts = [10, 10, 10, 10, 10, 10],
        Derivations = [null, null, null, null, null, null],
        Accounts = [],
    };
}

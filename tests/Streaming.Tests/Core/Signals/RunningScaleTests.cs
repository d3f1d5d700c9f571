using Streaming.Core.Signals;
using Xunit;

namespace Streaming.Tests.Core.Signals;

public sealed class RunningScaleTests
{
    [Fact]
    public void The_scale_of_gaussian_noise_is_its_standard_deviation()
    {
        var scale = new RunningScale(240);
        for (var epoch = 0; epoch < 20; epoch++) scale.Include(Noise(25, epoch));
        Assert.Equal(25, scale.Microvolts, 0.5);
    }

    [Fact]
    public void Before_the_first_epoch_a_window_is_its_own_measure_and_learning_is_nought()
    {
        var scale = new RunningScale(240);
        Assert.Equal(0, scale.Microvolts);
        Assert.Equal(25, scale.Provisional(Noise(25, 1)), 1.5);
        Assert.Equal(0, scale.Microvolts);
    }

    [Fact]
    public void Pops_holes_and_flat_epochs_do_not_move_it()
    {
        var (plain, disturbed) = (new RunningScale(240), new RunningScale(240));
        for (var epoch = 0; epoch < 12; epoch++)
        {
            var row = Noise(25, epoch);
            plain.Include(row);
            if (epoch == 10)
            {
                for (var second = 0; second < 8; second++) row[second * 300] = 5000;
                row[2950] = float.NaN;
                disturbed.Include(new float[3000]);
                disturbed.Include([.. Enumerable.Repeat(float.NaN, 3000)]);
            }
            disturbed.Include(row);
        }
        Assert.Equal(plain.Microvolts, disturbed.Microvolts, 0.3);
    }

    [Fact]
    public void One_wild_epoch_counts_for_a_factor_of_two_at_most_and_a_bad_start_is_outvoted()
    {
        var scale = new RunningScale(240);
        foreach (var sd in new double[] { 900, 25, 25, 25, 25, 25, 25, 25 }) scale.Include(Noise(sd, 3));
        Assert.Equal(25, scale.Microvolts, 1.5);
        scale.Include(Noise(2500, 3));
        Assert.InRange(scale.Microvolts, 25, 25 * Math.Exp(0.7 / 9) * 1.06);
    }

    [Fact]
    public void A_lead_put_on_late_is_learned()
    {
        var scale = new RunningScale(240);
        for (var epoch = 0; epoch < 4; epoch++) scale.Include(Noise(0.2, epoch));
        for (var epoch = 0; epoch < 10; epoch++) scale.Include(Noise(30, epoch));
        Assert.InRange(scale.Microvolts, 2, 33);
        for (var epoch = 0; epoch < 200; epoch++) scale.Include(Noise(30, epoch));
        Assert.InRange(scale.Microvolts, 20, 31.5); // within a third after a night's first hours
    }

    [Fact]
    public void Old_epochs_fade_after_the_memory()
    {
        var scale = new RunningScale(20);
        for (var epoch = 0; epoch < 50; epoch++) scale.Include(Noise(20, epoch));
        for (var epoch = 0; epoch < 80; epoch++) scale.Include(Noise(30, epoch));
        Assert.Equal(30, scale.Microvolts, 1.0);
    }

    private static float[] Noise(double sd, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 3000).Select(_ =>
            (float)(sd * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }
}

using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Tests.Core.Evidence;

/// <summary>Each detector on one clear event of known place in quiet noise, and on the noise alone.</summary>
public sealed class DetectorTests
{
    private static readonly string[] Names = ["F4-M1", "C4-M1", "O2-M1", "E1-M2", "E2-M2", "Chin1-Chin2"];

    private static readonly Study s_study = new(Guid.Empty, DateTimeOffset.UnixEpoch, Rational.Zero,
        [.. Names.Select((name, n) => new Channel(n, name, n < 3 ? ChannelKind.Eeg : n < 5 ? ChannelKind.Eog : ChannelKind.Emg, "uV", 100, new("-3276.8", "3276.7", short.MinValue, short.MaxValue)))]);

    [Fact]
    public void A_spindle_is_found_where_it_is_with_its_frequency()
    {
        var found = Assert.Single(Find(FindingKind.Spindle, (row, t) => row is 0 or 1 ? 30 * Hann((t - 12) / 1.2) * Sine(13 * t) : 0));

        Assert.InRange(found.OnsetSeconds, 11.8, 12.5);
        Assert.InRange(found.EndSeconds, 12.7, 13.4);
        Assert.InRange(found.FrequencyHz, 12, 14);
    }

    [Fact]
    public void A_K_complex_is_found_and_a_train_of_slow_waves_is_not_one()
    {
        var found = Assert.Single(Find(FindingKind.KComplex, (row, t) => row < 3 ? -110 * Hann((t - 20) / 0.4) + 70 * Hann((t - 20.35) / 0.6) : 0));

        Assert.InRange(found.OnsetSeconds, 19.7, 20.3);
        Assert.Empty(Find(FindingKind.KComplex, (row, t) => row < 3 ? 80 * Sine(0.9 * t) : 0));
        // One that goes up is none.
        Assert.Empty(Find(FindingKind.KComplex, (row, t) => row < 3 ? 110 * Hann((t - 20) / 0.4) : 0));
    }

    [Fact]
    public void Slow_waves_fill_the_share_of_the_epoch_that_they_fill()
    {
        var slow = Read((row, t) => row < 3 && t is >= 5 and < 15 ? 60 * Sine(t) : 0).Slow!.Value;

        Assert.InRange(slow.Share, 0.28, 0.36);
        Assert.InRange(slow.PeakToPeakMicrovolts, 100, 130);
        Assert.True(slow.IsAbsolute);
        Assert.InRange(Read((row, t) => row < 3 && t is >= 5 and < 15 ? 30 * Sine(t) : 0).Slow!.Value.Share, 0, 0.02); // 60 µV: too low
    }

    [Fact]
    public void A_slow_wave_that_the_border_cuts_fills_its_part_of_the_epoch()
    {
        // The first wave began 0.07 s before the epoch: what is here of it is nearly all.
        Assert.InRange(Read((row, t) => row < 3 ? 60 * Sine((0.7 * t) - 0.45) : 0).Slow!.Value.Share, 0.98, 1);
        Assert.InRange(Read((row, t) => row < 3 ? 30 * Sine((0.7 * t) - 0.45) : 0).Slow!.Value.Share, 0, 0.02);
    }

    [Fact]
    public void A_rapid_eye_movement_is_opposite_at_the_eyes_and_a_blink_is_not()
    {
        double Jump(double t) => t < 8 ? 0 : 120 * (1 - Math.Exp(-(t - 8) * 25)) * Math.Exp(-(t - 8) * 2);
        var rapid = Assert.Single(Find(FindingKind.RapidEyeMovement, (row, t) => row is 3 or 4 ? (row == 3 ? 1 : -1) * Jump(t) : 0));
        Assert.InRange(rapid.OnsetSeconds, 7.7, 8.2);
        Assert.Empty(Find(FindingKind.RapidEyeMovement, (row, t) => row is 3 or 4 ? Jump(t) : 0));

        double Lid(double t) => 150 * Hann((t - 9) / 0.3);
        var blink = Assert.Single(Find(FindingKind.Blink, (row, t) => row is 3 or 4 ? Lid(t) : 0));
        Assert.InRange(blink.OnsetSeconds, 8.8, 9.2);
        Assert.Empty(Find(FindingKind.Blink, (row, t) => row is 3 or 4 ? (row == 3 ? 1 : -1) * Lid(t) : 0));
    }

    [Fact]
    public void Movements_within_a_second_are_one_burst_and_what_is_full_of_muscle_is_none()
    {
        double Jump(double t, double at) => t < at ? 0 : 60 * (1 - Math.Exp(-(t - at) * 25)) * Math.Exp(-(t - at) * 2);
        double Looks(int row, double t, double next) => row is 3 or 4 ? (row == 3 ? 1 : -1) * (Jump(t, 8) - (2 * Jump(t, next))) : 0;
        double Muscle(int row, double t) => row is 3 or 4 && t is > 6 and < 14 ? (row == 3 ? 1 : -1) * 90 * Sine(21 * t) : 0;

        Assert.InRange(Assert.Single(Find(FindingKind.RapidEyeMovement, (row, t) => Looks(row, t, 8.8))).DurationSeconds, 1.7, 2.1);
        Assert.Equal(2, Find(FindingKind.RapidEyeMovement, (row, t) => Looks(row, t, 11)).Count());
        Assert.Empty(Find(FindingKind.RapidEyeMovement, (row, t) => Looks(row, t, 8.8) + Muscle(row, t)));
    }

    [Fact]
    public void A_slow_eye_movement_is_not_rapid()
    {
        double Roll(double t) => t is >= 6 and < 10 ? 70 * Sine((t - 6) / 4) * Hann((t - 6) / 4) : 0;
        double Opposite(int row, double t) => row is 3 or 4 ? (row == 3 ? 1 : -1) * Roll(t) : 0;

        Assert.NotEmpty(Find(FindingKind.SlowEyeMovement, Opposite));
        Assert.Empty(Find(FindingKind.RapidEyeMovement, Opposite));
    }

    [Fact]
    public void Noise_alone_holds_no_events() => Assert.Empty(Read((_, _) => 0).Events);

    [Fact]
    public void Alpha_fills_the_share_it_fills()
    {
        Assert.InRange(Read((row, t) => row == 2 && t < 18 ? 25 * Sine(10 * t) : 0).AlphaShare!.Value, 0.55, 0.66);
        Assert.Equal(0, Read((_, _) => 0, 1).AlphaShare!.Value, 0.2);
    }

    private static IEnumerable<Finding> Find(FindingKind kind, Func<int, double, double> value) => Read(value).Events.Where(found => found.Kind == kind);

    private static EpochFindings Read(Func<int, double, double> value, int seed = 3) =>
        new FindingsReader(s_study, Montage.Resolve(s_study), new EvidenceOptions { TrustedGain = true }).Read(new Epoch
        {
            Number = 0,
            StartSeconds = Rational.Zero,
            Rows = [.. Enumerable.Range(0, 6).Select(row => Row(row, seed, value))],
            ScalesMicrovolts = [18, 18, 18, 15, 15, 3],
            Derivations = Montage.Resolve(s_study).Rows,
            Accounts = [],
        });

    // A little above an amplifier's noise, mostly slow.
    private static float[] Row(int row, int seed, Func<int, double, double> value)
    {
        var (random, level) = (new Random(seed + row), 0.0);
        return [.. Enumerable.Range(0, Epoch.Samples).Select(n =>
            (float)((level = 0.9 * level + 3 * (random.NextDouble() - 0.5)) + value(row, n / 100.0)))];
    }

    private static double Sine(double cycles) => Math.Sin(2 * Math.PI * cycles);

    private static double Hann(double phase) => phase is > 0 and < 1 ? 0.5 - 0.5 * Math.Cos(2 * Math.PI * phase) : 0;
}

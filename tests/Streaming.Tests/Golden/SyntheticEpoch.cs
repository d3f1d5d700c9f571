using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Tests.Golden;

/// <summary>An epoch with something of everything a picture must show, from exact arithmetic: the same bits on every machine.</summary>
internal static class SyntheticEpoch
{
    /// <summary>Slow waves, a K-complex, spindles, alpha, eye movements, chin tone, a hole, a saturated stretch; the right eye has no
    /// derivation.</summary>
    public static Epoch Make(int seed = 20261122)
    {
        var noise = Enumerable.Range(0, 6).Select(row => Noise(seed + row, row == 5 ? 0.2 : 0.97, row == 5 ? 9 : 2.2)).ToArray();
        float[]?[] rows =
        [
            Row(noise[0], (t, _) => Slow(t) + KComplex(t - 21) + 0.6 * Spindle(t - 22)),
            Row(noise[1], (t, _) => 0.8 * Slow(t) + 0.7 * KComplex(t - 21) + Spindle(t - 22) + Spindle(t - 26.5)),
            Row(noise[2], (t, i) => i is >= 1700 and < 1760 ? double.NaN : Window(t - 12, 8) * 32 * Sine(9.7 * t)),
            Row(noise[3], (t, i) => EyeMovement(t - 5) - EyeMovement(t - 6.2) + (i is >= 2500 and < 2530 ? 4000 : 0)),
            null,
            Row(noise[5], (t, _) => t > 27 ? 25 * Sine(31 * t) * Sine(0.7 * t) : 0),
        ];
        Derivation?[] derivations =
        [
            new(DerivationRow.Frontal, "F4-M1", 0, 1, false),
            new(DerivationRow.Central, "C3-M2", 2, 3, true),
            new(DerivationRow.Occipital, "O2-M1", 4, 1, false),
            new(DerivationRow.LeftEye, "E1-M2", 5, 3, false),
            null,
            new(DerivationRow.Chin, "Chin1-Chin2", 6, 7, false),
        ];
        return new Epoch
        {
            Number = 127,
            StartSeconds = new Rational(381_001, 100),
            Rows = rows,
            ScalesMicrovolts = [14.2, 12.8, 11, 17, 0, 6],
            Derivations = derivations,
            Accounts = [],
            IsCalibrating = true,
        };
    }

    private static float[] Row(double[] noise, Func<double, int, double> value) => [.. noise.Select((n, i) => (float)(n + value(i / 100.0, i)))];

    private static double Sine(double cycles) => ExactMath.SinPi(2 * cycles);

    private static double Window(double t, double length) => t > 0 && t < length ? ExactMath.SinPi(t / length) : 0;

    private static double Slow(double t) => Window(t, 11) * 55 * Sine(0.9 * t + 0.1 * t * Window(t, 11));

    private static double KComplex(double t) => -110 * Window(t, 0.45) + 75 * Window(t - 0.4, 0.7);

    private static double Spindle(double t) => 28 * Window(t, 1.1) * Sine(13.3 * t);

    private static double EyeMovement(double t) => t < 0 ? 0 : 130 * (1 - ExactMath.Exp(-t * 18)) * ExactMath.Exp(-t * 1.4);

    private static double[] Noise(int seed, double memory, double size)
    {
        var (random, level) = (new Random(seed), 0.0);
        return [.. Enumerable.Range(0, Epoch.Samples).Select(_ => level = memory * level + (random.NextDouble() - 0.5) * 2 * size)];
    }
}

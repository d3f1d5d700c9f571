namespace Streaming.Core.Signals;

/// <summary>Elementary functions from +, −, ×, ÷ and square root alone, so that their bits are equal on every machine.</summary>
/// <remarks>The C library's functions differ in the last bit between systems; images and scales must not. Errors against the true value stay
/// within 4 units in the last place (relative 1e-15), except <see cref="SinPi"/> near its zeros, where the absolute error is that small.</remarks>
public static class ExactMath
{
    private const double Ln2High = 6.93147180369123816490e-01; // 33 bits, so that exponent · Ln2High is exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Sqrt2 = 1.4142135623730951;

    /// <summary>Natural logarithm. −∞ at 0, NaN below.</summary>
    public static double Log(double value)
    {
        if (!(value > 0)) return value == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsPositiveInfinity(value)) return value;
        var shift = 0;
        if (value < 2.2250738585072014e-308) (value, shift) = (value * 18014398509481984.0, -54); // subnormal: 2^54
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52) - 1023 + shift;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
        if (mantissa > Sqrt2) (mantissa, exponent) = (mantissa * 0.5, exponent + 1);
        var fraction = mantissa - 1;
        return exponent * Ln2High + (TwiceArtanh(fraction / (2 + fraction)) + exponent * Ln2Low);
    }

    /// <summary>log(1 + value), exact near 0 too.</summary>
    public static double Log1P(double value) => value is > -0.25 and < 0.4 ? TwiceArtanh(value / (2 + value)) : Log(1 + value);

    /// <summary>e to the power of the value; 0 and +∞ beyond the range of doubles.</summary>
    public static double Exp(double value)
    {
        if (double.IsNaN(value)) return value;
        if (value > 709.78) return double.PositiveInfinity;
        if (value < -708) return 0;
        var power = Math.Floor(value * 1.4426950408889634 + 0.5);
        var rest = value - power * Ln2High - power * Ln2Low;
        var sum = 1.0;
        for (var n = 16; n >= 1; n--) sum = 1 + rest * sum / n;
        var half = (int)power / 2;
        return sum * PowerOfTwo(half) * PowerOfTwo((int)power - half);
    }

    /// <summary>value to a real power, value ≥ 0; 0 to a positive power is 0, anything to the power 0 is 1.</summary>
    public static double Pow(double value, double power)
    {
        if (power == 0) return 1;
        if (power == 1) return value;
        return value == 0 ? 0 : Exp(power * Log(value));
    }

    /// <summary>Inverse hyperbolic sine, odd.</summary>
    public static double Asinh(double value)
    {
        var size = Math.Abs(value);
        if (size > 1e150) return Math.CopySign(Log(size) + (Ln2High + Ln2Low), value);
        var square = size * size;
        return Math.CopySign(Log1P(size + square / (1 + Math.Sqrt(1 + square))), value);
    }

    /// <summary>Hyperbolic sine, odd: the inverse of <see cref="Asinh"/>.</summary>
    public static double Sinh(double value)
    {
        var size = Math.Abs(value);
        if (size > 0.5)
        {
            var grown = Exp(size);
            return Math.CopySign(0.5 * (grown - 1 / grown), value);
        }
        var (square, sum) = (value * value, 1.0);
        for (var n = 8; n >= 1; n--) sum = 1 + square * sum / (2 * n * (2 * n + 1));
        return value * sum;
    }

    /// <summary>sin(π · value): the reduction to a half turn is exact.</summary>
    public static double SinPi(double value)
    {
        var turns = value - 2 * Math.Floor(value * 0.5); // [0, 2)
        var sign = 1.0;
        if (turns >= 1) (turns, sign) = (turns - 1, -1.0);
        if (turns > 0.5) turns = 1 - turns;
        return sign * (turns <= 0.25 ? SinSeries(turns * Math.PI) : CosSeries((0.5 - turns) * Math.PI));
    }

    /// <summary>cos(π · value).</summary>
    public static double CosPi(double value)
    {
        var turns = Math.Abs(value);
        turns -= 2 * Math.Floor(turns * 0.5);
        if (turns > 1) turns = 2 - turns;
        var sign = 1.0;
        if (turns > 0.5) (turns, sign) = (1 - turns, -1.0);
        return sign * (turns <= 0.25 ? CosSeries(turns * Math.PI) : SinSeries((0.5 - turns) * Math.PI));
    }

    /// <summary>sin of an angle in radians, meant for tables: |value| below about 1e6.</summary>
    public static double Sin(double value) => SinPi(value / Math.PI);

    /// <summary>cos of an angle in radians, meant for tables: |value| below about 1e6.</summary>
    public static double Cos(double value) => CosPi(value / Math.PI);

    private static double SinSeries(double angle)
    {
        var (square, sum) = (angle * angle, 1.0);
        for (var n = 9; n >= 1; n--) sum = 1 - square * sum / (2 * n * (2 * n + 1));
        return angle * sum;
    }

    private static double CosSeries(double angle)
    {
        var (square, sum) = (angle * angle, 1.0);
        for (var n = 9; n >= 1; n--) sum = 1 - square * sum / (2 * n * (2 * n - 1));
        return sum;
    }

    /// <summary>2 artanh(s) = log((1 + s) / (1 − s)) for |s| ≤ 0.172: odd powers up to 25.</summary>
    private static double TwiceArtanh(double ratio)
    {
        var (square, sum) = (ratio * ratio, 0.0);
        for (var n = 25; n >= 3; n -= 2) sum = (sum + 1.0 / n) * square;
        return 2 * ratio + 2 * ratio * sum;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
}

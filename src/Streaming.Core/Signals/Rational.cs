namespace Streaming.Core.Signals;

/// <summary>An exact ratio in lowest terms, denominator positive: a rate in samples per second, or a time in seconds.</summary>
/// <remarks>Sample index is time (index / rate), so rates and origins must not drift: they are never floating point.</remarks>
public readonly record struct Rational : IComparable<Rational>
{
    private readonly long _denominatorMinusOne; // default(Rational) is 0/1, not 0/0

    /// <param name="numerator">Any value.</param>
    /// <param name="denominator">Not zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is zero.</exception>
    public Rational(long numerator, long denominator = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(denominator);
        var divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator < 0) divisor = -divisor;
        Numerator = numerator / divisor;
        _denominatorMinusOne = denominator / divisor - 1;
    }

    public static Rational Zero => default;

    public long Numerator { get; }

    public long Denominator => _denominatorMinusOne + 1;

    public static implicit operator Rational(int value) => new(value);

    public static explicit operator double(Rational value) => (double)value.Numerator / value.Denominator;

    public static Rational operator +(Rational left, Rational right) => FromWide(
        (Int128)left.Numerator * right.Denominator + (Int128)right.Numerator * left.Denominator,
        (Int128)left.Denominator * right.Denominator);

    public static Rational operator -(Rational left, Rational right) => left + new Rational(-right.Numerator, right.Denominator);

    public static Rational operator *(Rational left, Rational right) =>
        FromWide((Int128)left.Numerator * right.Numerator, (Int128)left.Denominator * right.Denominator);

    public static Rational operator /(Rational left, Rational right) =>
        FromWide((Int128)left.Numerator * right.Denominator, (Int128)left.Denominator * right.Numerator);

    public static bool operator <(Rational left, Rational right) => left.CompareTo(right) < 0;

    public static bool operator >(Rational left, Rational right) => left.CompareTo(right) > 0;

    public static bool operator <=(Rational left, Rational right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Rational left, Rational right) => left.CompareTo(right) >= 0;

    /// <summary>The largest whole number not above this.</summary>
    public long Floor() => checked((long)FloorDivide(Numerator, Denominator));

    /// <summary>The smallest whole number not below this.</summary>
    public long Ceiling() => checked((long)-FloorDivide(-(Int128)Numerator, Denominator));

    public int CompareTo(Rational other) =>
        ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    public override string ToString() => Denominator == 1 ? $"{Numerator}" : $"{Numerator}/{Denominator}";

    private static Int128 FloorDivide(Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }

    private static Rational FromWide(Int128 numerator, Int128 denominator)
    {
        if (denominator == 0) throw new DivideByZeroException("A ratio was divided by zero.");
        var (a, b) = (Int128.Abs(numerator), Int128.Abs(denominator));
        while (b != 0) (a, b) = (b, a % b);
        return new Rational(checked((long)(numerator / a)), checked((long)(denominator / a)));
    }
}

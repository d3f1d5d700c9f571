using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>Which samples of one channel belong to which epoch, in whole-number arithmetic: nothing drifts over a night.</summary>
/// <remarks>Epoch k holds the samples with origin + 30k ≤ index / rate &lt; origin + 30(k + 1).</remarks>
public readonly record struct EpochGrid
{
    private const int MillisecondsPerEpoch = Epoch.Seconds * 1000;
    private const long LargestDenominator = 1_000_000;
    private const int Narrow = 1 << 20; // epochs: nearly a year
    private readonly long _origin; // origin · rate, in units of 1 / _denominator samples
    private readonly long _epoch; // samples an epoch, in the same unit
    private readonly long _denominator;
    private readonly bool _isNarrow; // no product of a plausible night leaves 64 bits, where division is many times faster than in 128

    /// <param name="originSeconds">Start of epoch 0; 0 to 10⁶ s, denominator at most 10⁶.</param>
    /// <param name="rateHz">Above 0, at most 10⁵ Hz, denominator at most 10⁶.</param>
    public EpochGrid(Rational originSeconds, Rational rateHz)
    {
        if (originSeconds < Rational.Zero || originSeconds > 1_000_000 || originSeconds.Denominator > LargestDenominator)
            throw new ArgumentOutOfRangeException(nameof(originSeconds),
                $"Epoch origin {originSeconds} s must be from 0 to 10^6, its denominator at most 10^6.");
        if (rateHz <= Rational.Zero || rateHz > 100_000 || rateHz.Denominator > LargestDenominator)
            throw new ArgumentOutOfRangeException(nameof(rateHz),
                $"Rate {rateHz} Hz must be above 0 and at most 10^5, its denominator at most 10^6.");
        RateHz = rateHz;
        var (origin, epoch) = (originSeconds * rateHz, rateHz * Epoch.Seconds);
        var common = (long)System.Numerics.BigInteger.GreatestCommonDivisor(origin.Denominator, epoch.Denominator);
        _denominator = checked(origin.Denominator / common * epoch.Denominator);
        _origin = checked((long)((Int128)origin.Numerator * (_denominator / origin.Denominator)));
        _epoch = checked((long)((Int128)epoch.Numerator * (_denominator / epoch.Denominator)));
        _isNarrow = _denominator <= int.MaxValue && _epoch <= 1L << 40 && _origin <= 1L << 61;
    }

    /// <summary>Samples a second.</summary>
    public Rational RateHz { get; }

    /// <summary>Index of the first sample of an epoch.</summary>
    public long FirstIndex(long epoch) => _isNarrow && epoch is >= 0 and <= Narrow
        ? (_origin + _epoch * epoch + _denominator - 1) / _denominator
        : CeilingDivide(Position(epoch), _denominator);

    /// <summary>Samples in an epoch; epochs of one channel may differ by one.</summary>
    public int Count(long epoch) => (int)(FirstIndex(epoch + 1) - FirstIndex(epoch));

    /// <summary>The epoch of a sample; negative before the origin.</summary>
    public long EpochOf(long index) => _isNarrow && index is >= 0 and <= int.MaxValue && index * _denominator >= _origin
        ? (index * _denominator - _origin) / _epoch
        : (long)FloorDivide((Int128)index * _denominator - _origin, _epoch);

    /// <summary>The first index taken at or after the epoch's start plus an offset.</summary>
    public long FirstIndexAfter(long epoch, long offsetMilliseconds) =>
        CeilingDivide(Position(epoch) * MillisecondsPerEpoch + (Int128)_epoch * offsetMilliseconds, (Int128)_denominator * MillisecondsPerEpoch);

    /// <summary>Where the 3000 columns of an epoch lie among its samples.</summary>
    internal ColumnWalk Columns(long epoch)
    {
        var unit = checked(_denominator * Epoch.Samples);
        var late = (long)((Int128)FirstIndex(epoch) * _denominator - Position(epoch)); // the first sample may follow the epoch's start
        return new ColumnWalk(unit, -late * Epoch.Samples, _epoch);
    }

    private Int128 Position(long epoch) => _origin + (Int128)_epoch * epoch;

    private static long CeilingDivide(Int128 dividend, Int128 divisor) => (long)-FloorDivide(-dividend, divisor);

    private static Int128 FloorDivide(Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}

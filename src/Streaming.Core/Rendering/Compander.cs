using System.Runtime.Intrinsics.X86;
using Streaming.Core.Signals;

namespace Streaming.Core.Rendering;

/// <summary>Maps signal / scale to one of 7905 levels: asinh-companded, symmetric, equal on every machine.</summary>
/// <remarks>
/// Level 3952 is zero; 1..7903 are 3952 + round(3951 · asinh(x)/asinh(limit)) for |x| below the limit; 0 and 7904 mean "at or beyond the limit".
/// asinh is taken from chords between 128 points an octave, built from <see cref="ExactMath"/>: they are off by at most
/// <see cref="ChordErrorLevels"/>, which <see cref="WaveformDecoder.BoundMicrovolts(double, double, double)"/> includes.
/// </remarks>
internal sealed partial class Compander
{
    /// <summary>The level of zero.</summary>
    public const int Middle = 3952;

    /// <summary>The highest level, above the limit; level 0 is the same below minus the limit.</summary>
    public const int Highest = 2 * Middle;

    /// <summary>A hole.</summary>
    public const int Hole = -1;

    /// <summary>Upper bound of the chords' error in levels; what rounding to single precision adds is three orders smaller.</summary>
    public const double ChordErrorLevels = 0.02;

    private const int Steps = Middle - 1;
    private const int MantissaBits = 7;
    private const int IndexShift = 23 - MantissaBits;
    private const int SmallestExponent = -10; // below 2^-10 asinh(x) is x to one part in six million
    private const int FirstIndex = (127 + SmallestExponent) << MantissaBits;
    private readonly float _limit;
    private readonly double _levelsPerUnit;
    private readonly (double Offset, double Slope)[] _chords; // the first for all that is too small for a curve

    /// <param name="limit">Where the scale ends, in multiples of the running scale; above 0.1, below 1e6.</param>
    public Compander(double limit)
    {
        if (!(limit is > 0.1 and < 1e6))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "The companding limit must lie between 0.1 and 1e6.");
        _limit = (float)limit;
        _levelsPerUnit = Steps / ExactMath.Asinh(limit);
        var count = (BitConverter.SingleToInt32Bits(_limit) >> IndexShift) - FirstIndex + 1;
        _chords = new (double, double)[count + 1];
        _chords[0] = (0, _levelsPerUnit);
        for (var i = 0; i < count; i++)
        {
            double left = BitConverter.Int32BitsToSingle((FirstIndex + i) << IndexShift);
            double right = BitConverter.Int32BitsToSingle((FirstIndex + i + 1) << IndexShift);
            var (low, high) = (ExactMath.Asinh(left) * _levelsPerUnit, ExactMath.Asinh(right) * _levelsPerUnit);
            var slope = (high - low) / (right - left);
            _chords[i + 1] = (low - slope * left, slope);
        }
    }

    /// <summary>Half a level in units of asinh(x), with the chords' error.</summary>
    public double HalfStep => (0.5 + ChordErrorLevels) / _levelsPerUnit;

    /// <param name="ratio">Signal / scale; NaN gives <see cref="Hole"/>.</param>
    public int Level(float ratio)
    {
        var bits = BitConverter.SingleToInt32Bits(ratio);
        var size = BitConverter.Int32BitsToSingle(bits & 0x7FFFFFFF);
        if (size >= _limit) return bits < 0 ? 0 : Highest;
        if (!(size >= 0)) return Hole;
        var (offset, slope) = _chords[Math.Max(0, ((bits & 0x7FFFFFFF) >> IndexShift) - FirstIndex + 1)];
        var level = Math.Min((int)(offset + slope * size + 0.5), Steps);
        var sign = bits >> 31; // 0 or -1: the sign of a signal cannot be predicted, so it is no branch
        return Middle + ((level ^ sign) - sign);
    }

    /// <summary><see cref="Level"/> of many at once.</summary>
    /// <param name="samples">Signal; NaN where lost.</param>
    /// <param name="reciprocalScale">What it is multiplied by to give the ratio.</param>
    /// <param name="levels">As many.</param>
    public void Levels(ReadOnlySpan<float> samples, float reciprocalScale, Span<short> levels)
    {
        levels = levels[..samples.Length];
        var done = Avx2.IsSupported ? LevelsByEight(samples, reciprocalScale, levels) : 0;
        for (var i = done; i < samples.Length; i++) levels[i] = (short)Level(samples[i] * reciprocalScale);
    }

    /// <summary>Signal / scale in the middle of a level; plus or minus the limit where it saturated.</summary>
    public double Ratio(int level) => level switch
    {
        <= 0 => -_limit,
        >= Highest => _limit,
        _ => ExactMath.Sinh((level - Middle) / _levelsPerUnit),
    };
}

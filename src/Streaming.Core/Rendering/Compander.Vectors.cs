using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Streaming.Core.Rendering;

/// <content>Eight levels at a time, each by the same operations as <see cref="Level"/>.</content>
internal sealed partial class Compander
{
    private unsafe int LevelsByEight(ReadOnlySpan<float> samples, float reciprocalScale, Span<short> levels)
    {
        var done = 0;
        var factor = Vector256.Create(reciprocalScale);
        fixed ((double, double)* chords = _chords)
        {
            for (; done + 8 <= samples.Length; done += 8)
            {
                var found = LevelsOf(Vector256.Create(samples.Slice(done, 8)) * factor, (double*)chords);
                Vector128.Narrow(found.GetLower(), found.GetUpper()).CopyTo(levels[done..]);
            }
        }
        return done;
    }

    private unsafe Vector256<int> LevelsOf(Vector256<float> ratios, double* chords)
    {
        var bits = ratios.AsInt32();
        var sizeBits = bits & Vector256.Create(0x7FFFFFFF);
        var sizes = sizeBits.AsSingle();
        var chord = Vector256.ShiftRightArithmetic(sizeBits, IndexShift) - Vector256.Create(FirstIndex - 1);
        chord = Vector256.Min(Vector256.Max(chord, Vector256<int>.Zero), Vector256.Create(_chords.Length - 1));
        var level = Vector256.Create(
            Rounded(sizes.GetLower(), chord.GetLower(), chords), Rounded(sizes.GetUpper(), chord.GetUpper(), chords));
        level = Vector256.Min(level, Vector256.Create(Steps));
        level = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(sizes, Vector256.Create(_limit)).AsInt32(), Vector256.Create(Middle), level);
        var sign = Vector256.ShiftRightArithmetic(bits, 31);
        var placed = Vector256.Create(Middle) + ((level ^ sign) - sign);
        return Vector256.ConditionalSelect(Vector256.Equals(ratios, ratios).AsInt32(), placed, Vector256.Create(Hole));
    }

    private static unsafe Vector128<int> Rounded(Vector128<float> sizes, Vector128<int> chord, double* chords)
    {
        var doubled = chord + chord; // offset and slope stand side by side
        var offset = Avx2.GatherVector256(chords, doubled, sizeof(double));
        var slope = Avx2.GatherVector256(chords + 1, doubled, sizeof(double));
        return Avx.ConvertToVector128Int32WithTruncation(offset + slope * Avx.ConvertToVector256Double(sizes) + Vector256.Create(0.5));
    }
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streaming.Core.Quality;

/// <summary>Sums over whole numbers, eight at a time: exact, and so the same in any order.</summary>
/// <param name="Sum">Of the values less the first.</param>
/// <param name="Squares">Of the same.</param>
/// <param name="Steps">Of the squared differences of neighbours.</param>
/// <param name="Range">Largest less smallest value.</param>
/// <param name="AtLimit">How many are at the limits or beyond.</param>
internal readonly record struct StepSums(long Sum, long Squares, long Steps, long Range, int AtLimit)
{
    private const int Lanes = 8;
    private const int LargestRange = 1 << 15; // a square still fits into a lane
    private const int MostValues = 1 << 15;

    /// <summary>False where the values are too far apart, too few or too many for it.</summary>
    public static bool TryOf(ReadOnlySpan<int> values, int bottom, int top, out StepSums sums)
    {
        sums = default;
        if (values.Length is <= Lanes or > MostValues) return false;
        var (smallest, largest, atLimit) = Limits(values, bottom, top);
        if ((long)largest - smallest >= LargestRange) return false;
        var first = Vector256.Create(values[0]);
        var (sum, squares, steps) = (Vector256<int>.Zero, Vector256<long>.Zero, Vector256<long>.Zero);
        ref var start = ref MemoryMarshal.GetReference(values);
        var n = 1;
        for (; n + Lanes <= values.Length; n += Lanes)
        {
            var here = Vector256.LoadUnsafe(ref start, (nuint)n);
            var (shifted, step) = (here - first, here - Vector256.LoadUnsafe(ref start, (nuint)n - 1));
            sum += shifted;
            squares = Add(squares, shifted * shifted);
            steps = Add(steps, step * step);
        }
        var (restSum, restSquares, restSteps) = (0L, 0L, 0L);
        for (; n < values.Length; n++)
        {
            long shifted = values[n] - values[0], step = values[n] - values[n - 1];
            (restSum, restSquares, restSteps) = (restSum + shifted, restSquares + shifted * shifted, restSteps + step * step);
        }
        sums = new StepSums(
            restSum + Vector256.Sum(sum), restSquares + Vector256.Sum(squares), restSteps + Vector256.Sum(steps), (long)largest - smallest, atLimit);
        return true;
    }

    private static Vector256<long> Add(Vector256<long> sums, Vector256<int> more) =>
        sums + Vector256.WidenLower(more) + Vector256.WidenUpper(more);

    private static (int Smallest, int Largest, int AtLimit) Limits(ReadOnlySpan<int> values, int bottom, int top)
    {
        var (bottoms, tops) = (Vector256.Create(bottom), Vector256.Create(top));
        var (smallest, largest, outside) = (Vector256.Create(values[0]), Vector256.Create(values[0]), Vector256<int>.Zero);
        ref var start = ref MemoryMarshal.GetReference(values);
        var n = 0;
        for (; n + Lanes <= values.Length; n += Lanes)
        {
            var here = Vector256.LoadUnsafe(ref start, (nuint)n);
            (smallest, largest) = (Vector256.Min(smallest, here), Vector256.Max(largest, here));
            outside -= Vector256.LessThanOrEqual(here, bottoms) | Vector256.GreaterThanOrEqual(here, tops); // true is -1
        }
        var (least, most, atLimit) = (values[0], values[0], Vector256.Sum(outside));
        for (var lane = 0; lane < Lanes; lane++) (least, most) = (Math.Min(least, smallest[lane]), Math.Max(most, largest[lane]));
        for (; n < values.Length; n++)
        {
            (least, most) = (Math.Min(least, values[n]), Math.Max(most, values[n]));
            if (values[n] <= bottom || values[n] >= top) atLimit++;
        }
        return (least, most, atLimit);
    }
}

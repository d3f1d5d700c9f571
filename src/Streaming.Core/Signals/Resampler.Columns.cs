using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Streaming.Core.Windowing;

namespace Streaming.Core.Signals;

/// <content>Many columns at a time: four sums run side by side, each in the order of <see cref="Dot"/>, so that no column's bits change by
/// it.</content>
public sealed partial class Resampler
{
    private const double SmallestRest = 1e-9; // rates in simple ratio to 100 Hz meet the table's phases

    /// <summary>The signal at consecutive columns.</summary>
    /// <param name="samples">The window of a column that lies after sample s begins at s + 1: <see cref="History"/>, then the epoch.</param>
    /// <param name="walk">Stands at the first column; left behind the last.</param>
    /// <param name="columns">Filled.</param>
    internal void Interpolate(ReadOnlySpan<double> samples, ref ColumnWalk walk, Span<double> columns)
    {
        if (walk.IsEven && columns.Length >= ColumnSums.Columns)
        {
            InterpolateEvenly(samples, walk, columns);
            return;
        }
        Span<int> starts = stackalloc int[4];
        Span<int> phases = stackalloc int[4];
        Span<double> rests = stackalloc double[4];
        var (lastRest, phase, rest) = (-1L, 0, 0.0);
        for (var column = 0; column < columns.Length; column += 4)
        {
            var count = Math.Min(4, columns.Length - column);
            for (var n = 0; n < 4; n++)
            {
                if (n < count)
                {
                    if (walk.Rest != lastRest) (phase, rest) = Place(walk.Fraction);
                    (lastRest, starts[n]) = (walk.Rest, walk.Sample + 1);
                    walk.MoveNext();
                }
                else starts[n] = starts[n - 1];
                (phases[n], rests[n]) = (phase, rest);
            }
            var values = Interpolate(samples, starts, phases, rests);
            if (count == 4) values.CopyTo(columns[column..]);
            else for (var n = 0; n < count; n++) columns[column + n] = values[n];
        }
    }

    /// <summary>Where the rate is a multiple of 100 Hz every column has the same weights.</summary>
    private void InterpolateEvenly(ReadOnlySpan<double> samples, ColumnWalk walk, Span<double> columns)
    {
        var (phase, rest) = Place(walk.Fraction);
        var width = 2 * Reach;
        var sums = new ColumnSums(samples[(walk.Sample + 1)..], walk.Step, width, columns.Length);
        sums.Fill(_table.AsSpan(phase * width, width), columns);
        if (rest >= SmallestRest)
        {
            var high = ArrayPool<double>.Shared.Rent(columns.Length);
            sums.Fill(_table.AsSpan((phase + 1) * width, width), high.AsSpan(0, columns.Length));
            for (var n = 0; n < columns.Length; n++) columns[n] += rest * (high[n] - columns[n]);
            ArrayPool<double>.Shared.Return(high);
        }
        sums.Dispose();
    }

    private Vector256<double> Interpolate(ReadOnlySpan<double> samples, Span<int> starts, Span<int> phases, Span<double> rests)
    {
        var low = Dots(samples, starts, phases, 0);
        var rest = Vector256.Create<double>(rests);
        var exact = Vector256.LessThan(rest, Vector256.Create(SmallestRest));
        if (exact == Vector256<double>.AllBitsSet) return low;
        var high = Dots(samples, starts, phases, 1);
        return Vector256.ConditionalSelect(exact, low, low + rest * (high - low));
    }

    private (int Phase, double Remainder) Place(double fraction)
    {
        var place = fraction * _phases;
        var phase = (int)(place + SmallestRest);
        return (phase, Math.Max(0, place - phase));
    }

    /// <summary>Four times <see cref="Dot"/>: the windows at the starts with the table's rows.</summary>
    private Vector256<double> Dots(ReadOnlySpan<double> samples, Span<int> starts, Span<int> phases, int rowsOn)
    {
        var width = 2 * Reach;
        ref var a = ref At(samples, starts[0], width);
        ref var b = ref At(samples, starts[1], width);
        ref var c = ref At(samples, starts[2], width);
        ref var d = ref At(samples, starts[3], width);
        ref var weightsA = ref At(_table, (phases[0] + rowsOn) * width, width);
        ref var weightsB = ref At(_table, (phases[1] + rowsOn) * width, width);
        ref var weightsC = ref At(_table, (phases[2] + rowsOn) * width, width);
        ref var weightsD = ref At(_table, (phases[3] + rowsOn) * width, width);
        var (sumsA, sumsB, sumsC, sumsD) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        nuint n = 0;
        for (; n + 4 <= (nuint)width; n += 4)
        {
            sumsA += Vector256.LoadUnsafe(ref a, n) * Vector256.LoadUnsafe(ref weightsA, n);
            sumsB += Vector256.LoadUnsafe(ref b, n) * Vector256.LoadUnsafe(ref weightsB, n);
            sumsC += Vector256.LoadUnsafe(ref c, n) * Vector256.LoadUnsafe(ref weightsC, n);
            sumsD += Vector256.LoadUnsafe(ref d, n) * Vector256.LoadUnsafe(ref weightsD, n);
        }
        var sums = Vector256.Create(Sum(sumsA), Sum(sumsB), Sum(sumsC), Sum(sumsD));
        for (; n < (nuint)width; n++)
        {
            var samplesHere = Vector256.Create(Unsafe.Add(ref a, n), Unsafe.Add(ref b, n), Unsafe.Add(ref c, n), Unsafe.Add(ref d, n));
            sums += samplesHere * Vector256.Create(
                Unsafe.Add(ref weightsA, n), Unsafe.Add(ref weightsB, n), Unsafe.Add(ref weightsC, n), Unsafe.Add(ref weightsD, n));
        }
        return sums;
    }

    private static double Sum(Vector256<double> sums) => (sums[0] + sums[1]) + (sums[2] + sums[3]);

    private static ref double At(ReadOnlySpan<double> values, int start, int count) => ref MemoryMarshal.GetReference(values.Slice(start, count));
}

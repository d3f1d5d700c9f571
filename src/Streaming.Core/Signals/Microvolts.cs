using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Streaming.Core.Signals;

/// <summary>Digital samples as microvolts, several at a time. Each value is computed by itself, so its bits are the same on every
/// machine.</summary>
internal static class Microvolts
{
    /// <summary>values += digital · gain + offset.</summary>
    public static void Add(ReadOnlySpan<int> digital, double gain, double offset, Span<double> values)
    {
        var done = 0;
        if (Avx.IsSupported)
        {
            var fours = MemoryMarshal.Cast<double, Vector256<double>>(values);
            var digitalFours = MemoryMarshal.Cast<int, Vector128<int>>(digital)[..fours.Length];
            var (gains, offsets) = (Vector256.Create(gain), Vector256.Create(offset));
            for (var n = 0; n < fours.Length; n++) fours[n] += Avx.ConvertToVector256Double(digitalFours[n]) * gains + offsets;
            done = 4 * fours.Length;
        }
        for (var n = done; n < values.Length; n++) values[n] += digital[n] * gain + offset;
    }

    /// <summary>Largest less smallest; 0 for none.</summary>
    /// <param name="values">Finite.</param>
    public static double Range(ReadOnlySpan<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        Widen(values, ref least, ref most);
        return values.IsEmpty ? 0 : most - least;
    }

    /// <summary>The smallest and the largest so far, of these too.</summary>
    /// <param name="values">Finite.</param>
    public static void Widen(ReadOnlySpan<double> values, ref double least, ref double most)
    {
        if (values.IsEmpty) return;
        var fours = MemoryMarshal.Cast<double, Vector256<double>>(values);
        var (smallest, largest) = (Vector256.Create(values[0]), Vector256.Create(values[0]));
        foreach (var four in fours) (smallest, largest) = (Vector256.MinNative(smallest, four), Vector256.MaxNative(largest, four));
        for (var lane = 0; lane < 4; lane++) (least, most) = (Math.Min(least, smallest[lane]), Math.Max(most, largest[lane]));
        foreach (var value in values[(4 * fours.Length)..]) (least, most) = (Math.Min(least, value), Math.Max(most, value));
    }
}

using System.Runtime.Intrinsics;

namespace Streaming.Core.Signals;

/// <summary>How large a row's signal is, learned from its past: what the network's row is divided by.</summary>
/// <remarks>Spread of an epoch = median over its whole seconds of the mean |x| in that second; seconds with holes, or with any |x| above 20
/// scales while most are not, are left out. The log of the spread is averaged: the median of the first <see cref="SettlingEpochs"/> epochs, then
/// a plain mean up to the memory, then exponential forgetting; a step counts for at most ±0.7 (a factor of 2). × √(π/2), so that the scale of
/// Gaussian noise is its SD. Multiplying the signal multiplies the scale. Updated once an epoch, with the epoch itself, never with what
/// follows.</remarks>
public sealed class RunningScale
{
    /// <summary>Smallest scale, µV: below an amplifier's noise.</summary>
    public const double FloorMicrovolts = 0.05;

    /// <summary>Epochs before the mean replaces the median.</summary>
    public const int SettlingEpochs = 8;

    private const double SdPerMeanAbsolute = 1.2533141373155003; // √(π/2)
    private const double LargestStep = 0.7;
    private const double ArtefactScales = 20;
    private readonly int _memoryEpochs;
    private readonly double[] _first = new double[SettlingEpochs];
    private int _count; // up to the memory
    private double _logSpread;

    /// <param name="memoryEpochs">Epochs after which the past fades; at least <see cref="SettlingEpochs"/>.</param>
    public RunningScale(int memoryEpochs) => _memoryEpochs = Math.Max(memoryEpochs, SettlingEpochs);

    /// <summary>µV; 0 before the first usable epoch.</summary>
    public double Microvolts => _count == 0 ? 0 : Math.Max(FloorMicrovolts, SdPerMeanAbsolute * ExactMath.Exp(_logSpread));

    /// <summary>Includes an epoch; one that is flat or has no whole second changes nothing.</summary>
    /// <param name="row">Filtered samples at 100 Hz, µV, NaN where lost.</param>
    public void Include(ReadOnlySpan<float> row)
    {
        var spread = Spread(row);
        if (!(spread * SdPerMeanAbsolute > FloorMicrovolts)) return;
        var logSpread = ExactMath.Log(spread);
        if (_count < SettlingEpochs)
        {
            _first[_count++] = logSpread;
            Span<double> sorted = stackalloc double[SettlingEpochs];
            _first.CopyTo(sorted);
            _logSpread = Median(sorted[.._count]);
            return;
        }
        _count = Math.Min(_count + 1, _memoryEpochs);
        _logSpread += Math.Clamp(logSpread - _logSpread, -LargestStep, LargestStep) / _count;
    }

    /// <summary>What to divide a window by while nothing was learned: its own spread. µV, at least the floor.</summary>
    public double Provisional(ReadOnlySpan<float> row)
    {
        if (_count > 0) return Microvolts;
        var spread = Spread(row);
        if (double.IsNaN(spread)) spread = MeanOfPresent(row);
        return Math.Max(FloorMicrovolts, spread * SdPerMeanAbsolute);
    }

    internal void Save(StateWriter writer)
    {
        writer.Write(_count);
        writer.Write(_logSpread);
        writer.Write(_first);
    }

    internal void Load(ref StateReader reader)
    {
        _count = reader.ReadInt32();
        _logSpread = reader.ReadDouble();
        reader.Read(_first);
    }

    private double Spread(ReadOnlySpan<float> row)
    {
        const int Second = Resampler.OutputRateHz;
        var limit = _count == 0 ? double.PositiveInfinity : ArtefactScales * Microvolts;
        Span<double> whole = stackalloc double[row.Length / Second];
        Span<double> calm = stackalloc double[row.Length / Second];
        var (wholes, calms) = (0, 0);
        Span<double> sums = stackalloc double[4];
        Span<double> peaks = stackalloc double[4];
        for (var start = 0; start + Second <= row.Length; start += 4 * Second)
        {
            var seconds = Math.Min(4, (row.Length - start) / Second);
            Measure(row.Slice(start, seconds * Second), sums, peaks);
            for (var n = 0; n < seconds; n++)
            {
                if (double.IsNaN(sums[n])) continue; // a hole
                whole[wholes++] = sums[n] / Second;
                if (peaks[n] <= limit) calm[calms++] = sums[n] / Second;
            }
        }
        // Where most seconds are loud the scale is what is wrong (a lead put on late), not the signal.
        var used = calms * 2 >= wholes ? calm[..calms] : whole[..wholes];
        return used.IsEmpty ? double.NaN : Median(used);
    }

    /// <summary>Sum and largest of |x| of up to four seconds, a second in a lane: each is summed in its own order.</summary>
    private static void Measure(ReadOnlySpan<float> row, Span<double> sums, Span<double> peaks)
    {
        const int Second = Resampler.OutputRateHz;
        var (sum, peak) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var first = row[..Second];
        var second = Lane(row, 1);
        var third = Lane(row, 2);
        var fourth = Lane(row, 3);
        for (var n = 0; n < Second; n++)
        {
            var size = Vector256.Abs(Vector256.Create((double)first[n], second[n], third[n], fourth[n]));
            sum += size;
            peak = Vector256.ConditionalSelect(Vector256.GreaterThan(size, peak), size, peak);
        }
        sum.CopyTo(sums);
        peak.CopyTo(peaks);

        // A second that is not there is the first once more; nobody reads its lane.
        static ReadOnlySpan<float> Lane(ReadOnlySpan<float> row, int lane) =>
            row.Length >= (lane + 1) * Second ? row.Slice(lane * Second, Second) : row[..Second];
    }

    private static double MeanOfPresent(ReadOnlySpan<float> row)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in row)
        {
            if (!float.IsNaN(value)) (sum, count) = (sum + Math.Abs(value), count + 1);
        }
        return count == 0 ? 0 : sum / count;
    }

    private static double Median(Span<double> values)
    {
        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
    }
}

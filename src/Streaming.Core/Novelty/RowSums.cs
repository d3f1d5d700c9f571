namespace Streaming.Core.Novelty;

/// <summary>Sums over a row, sample after sample, that <see cref="RowShape"/> takes its numbers from.</summary>
/// <param name="Count">Samples that are there.</param>
/// <param name="Steps">Pairs of neighbours that are there.</param>
/// <param name="Bends">Triples of neighbours that are there.</param>
/// <param name="Sum">Of the samples.</param>
/// <param name="Size">Of their absolute values.</param>
/// <param name="Square">Of their squares.</param>
/// <param name="Cube">Of their cubes.</param>
/// <param name="Peak">Largest absolute value.</param>
/// <param name="Step">Of the absolute differences between neighbours.</param>
/// <param name="Bend">Of the absolute differences between neighbouring differences.</param>
internal readonly record struct RowSums(
    int Count, int Steps, int Bends, double Sum, double Size, double Square, double Cube, double Peak, double Step, double Bend)
{
    /// <summary>Of a row in which every sample is there.</summary>
    public static RowSums OfWhole(ReadOnlySpan<float> row)
    {
        double sum = 0, size = 0, square = 0, cube = 0, peak = 0, step = 0, bend = 0, before = 0, rise = 0;
        var length = row.Length;
        for (var n = 0; n < length; n++)
        {
            double x = row[n];
            var (absolute, power, change) = (Math.Abs(x), x * x, x - before);
            sum += x;
            size += absolute;
            square += power;
            cube += power * x;
            if (absolute > peak) peak = absolute;
            if (n > 0) step += Math.Abs(change);
            if (n > 1) bend += Math.Abs(change - rise);
            (before, rise) = (x, change);
        }
        return new RowSums(length, Math.Max(0, length - 1), Math.Max(0, length - 2), sum, size, square, cube, peak, step, bend);
    }

    /// <summary>Of a row with NaN where a sample was lost.</summary>
    public static RowSums OfSome(ReadOnlySpan<float> row)
    {
        var (count, steps, bends) = (0, 0, 0);
        double sum = 0, size = 0, square = 0, cube = 0, peak = 0, step = 0, bend = 0, before = double.NaN, rise = double.NaN;
        foreach (var value in row)
        {
            double x = value;
            if (!double.IsNaN(x))
            {
                var absolute = Math.Abs(x);
                count++;
                sum += x;
                size += absolute;
                square += x * x;
                cube += x * x * x;
                peak = Math.Max(peak, absolute);
            }
            var change = x - before;
            if (!double.IsNaN(change)) (steps, step) = (steps + 1, step + Math.Abs(change));
            if (!double.IsNaN(change - rise)) (bends, bend) = (bends + 1, bend + Math.Abs(change - rise));
            (before, rise) = (x, change);
        }
        return new RowSums(count, steps, bends, sum, size, square, cube, peak, step, bend);
    }
}

namespace Streaming.Core.Rendering;

/// <summary>The extent of a trace over the samples of one column.</summary>
internal static class ColumnRange
{
    /// <summary>Least and greatest finite sample of [from, to), joined to the one before; NaN where [from, to) has none.</summary>
    public static (float Least, float Greatest) Of(ReadOnlySpan<float> samples, int from, int to)
    {
        var (least, greatest) = (float.NaN, float.NaN);
        for (var i = from; i < to; i++) Widen(samples[i], ref least, ref greatest);
        if (!float.IsNaN(least) && from > 0) Widen(samples[from - 1], ref least, ref greatest);
        return (least, greatest);
    }

    private static void Widen(float sample, ref float least, ref float greatest)
    {
        if (!float.IsFinite(sample)) return;
        if (!(sample >= least)) least = sample;
        if (!(sample <= greatest)) greatest = sample;
    }
}

namespace Streaming.Core.Windowing;

/// <summary>Finds what is missing in the open epochs.</summary>
internal static class GapSearch
{
    /// <param name="assembler">The bed's samples.</param>
    /// <param name="beforeSeconds">Only samples taken before this study time.</param>
    public static IReadOnlyList<SampleGap> Find(EpochAssembler assembler, double beforeSeconds)
    {
        var gaps = new List<SampleGap>();
        for (var channel = 0; channel < assembler.Grids.Length; channel++)
        {
            var end = (long)Math.Ceiling(beforeSeconds * (double)assembler.Grids[channel].RateHz);
            for (var epoch = assembler.Next; epoch < assembler.Next + assembler.Capacity; epoch++)
            {
                var first = assembler.Grids[channel].FirstIndex(epoch);
                if (first >= end) break;
                Search(assembler[epoch][channel], channel, first, (int)Math.Min(end - first, assembler[epoch][channel].Expected), gaps);
            }
        }
        return gaps;
    }

    private static void Search(ChannelEpoch samples, int channel, long first, int count, List<SampleGap> gaps)
    {
        for (var n = 0; n < count; n++)
        {
            if (samples.IsPresent(n)) continue;
            var from = n;
            while (n < count && !samples.IsPresent(n)) n++;
            Add(gaps, new SampleGap(channel, first + from, first + n - 1));
        }
    }

    private static void Add(List<SampleGap> gaps, SampleGap gap)
    {
        var continues = gaps.Count > 0 && gaps[^1].Channel == gap.Channel && gaps[^1].LastIndex == gap.FirstIndex - 1; // over an epoch's border
        if (continues) gaps[^1] = gaps[^1] with { LastIndex = gap.LastIndex };
        else gaps.Add(gap);
    }
}

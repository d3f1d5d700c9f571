namespace Streaming.Training.Realism;

/// <summary>Takes out the one unknown constant per channel between two sets of band powers.</summary>
internal static class BandPowerAlignment
{
    /// <summary>Nights shifted, channel by channel, so that stages and bands, each counted once, have the mean they have in the reference.</summary>
    public static IReadOnlyList<BandPowerNight> Align(IReadOnlyList<BandPowerNight> nights, IReadOnlyList<BandPowerNight> reference)
    {
        var (from, to) = (new BandSpread(nights).Mean, new BandSpread(reference).Mean);
        var shift = new double[3 * BandPowerNight.Bands];
        for (var value = 0; value < shift.Length; value++)
        {
            var first = value / BandPowerNight.Bands * BandPowerNight.Bands;
            var bands = Math.Min(BandPowerNight.Bands, BandPowerNight.Features - first);
            shift[value] = Enumerable.Range(0, 5).Average(stage =>
                Enumerable.Range(first, bands).Average(band => to[stage][band] - from[stage][band]));
        }
        return [.. nights.Select(night => night with { Values = [.. night.Values.Select(Shifted)] })];

        double[] Shifted(double[] row) => [.. row.Select((x, value) => x + shift[value])];
    }
}

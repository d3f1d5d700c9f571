using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>Where a picture is blank although the time passed, in its pixels. A network takes it as it is; a person could take it for a flat line.</summary>
/// <param name="Row">Whose band.</param>
/// <param name="Why">Few words.</param>
public sealed record BlankArea(DerivationRow Row, string Why, int Left, int Top, int Width, int Height)
{
    /// <summary>Nothing came.</summary>
    public const string NoSamples = "no samples";

    /// <summary>What came is not to be staged from; the epoch's remarks say why.</summary>
    public const string NotDrawn = "not drawn";

    /// <summary>The study records nothing that fills the row.</summary>
    public const string NoDerivation = "no derivation";

    /// <summary>Of an epoch's picture, by row from the top, then from left to right.</summary>
    public static IReadOnlyList<BlankArea> Of(Epoch epoch, RenderSpec spec)
    {
        var areas = new List<BlankArea>();
        for (var band = 0; band < spec.Rows.Count; band++) Add(areas, epoch, spec, band);
        return areas;
    }

    private static void Add(List<BlankArea> areas, Epoch epoch, RenderSpec spec, int band)
    {
        var row = spec.Rows[band];
        if (epoch.Rows[(int)row] is not { } samples || (spec.Preset == RenderSpecs.Lossless100Name && !HasScale(epoch.ScalesMicrovolts[(int)row])))
        {
            Add(areas, spec, band, WhyNone(epoch, epoch.Derivations[(int)row]), 0, Epoch.Samples);
            return;
        }
        // The last columns of a recording are blank although all of them came: it ends before the filters have.
        if (!Loses(epoch, epoch.Derivations[(int)row])) return;
        for (var n = 0; n < Epoch.Samples; n++)
        {
            if (!float.IsNaN(samples[n])) continue;
            var from = n;
            while (n < Epoch.Samples && float.IsNaN(samples[n])) n++;
            Add(areas, spec, band, NoSamples, from, n);
        }
    }

    private static void Add(List<BlankArea> areas, RenderSpec spec, int band, string why, int from, int end)
    {
        var (left, top, width, height) = Page(spec);
        // What a column shows a part of is not blank.
        var (first, after) = ((from * width + Epoch.Samples - 1) / Epoch.Samples, end * width / Epoch.Samples);
        if (after > first) areas.Add(new BlankArea(spec.Rows[band], why, left + first, top + band * height, after - first, height));
    }

    /// <summary>Where the thirty seconds lie, and the first band; the height is a band's.</summary>
    private static (int Left, int Top, int Width, int Height) Page(RenderSpec spec)
    {
        var height = spec.Height / spec.Rows.Count;
        return spec.Preset switch
        {
            RenderSpecs.Lossless100Name => (ScaleBar.Columns, 0, spec.Width - ScaleBar.Columns, height),
            RenderSpecs.Clinical448Name => (0, spec.Height % spec.Rows.Count / 2, spec.Width, height),
            RenderSpecs.DisplayName => (DisplayLayout.Left, DisplayLayout.Top, DisplayLayout.PageWidth, DisplayLayout.RowHeight),
            _ => (0, 0, spec.Width, height),
        };
    }

    private static string WhyNone(Epoch epoch, Derivation? derivation) =>
        derivation is null ? NoDerivation
        : Accounts(epoch, derivation).Any(account => account.Lost > 0 && account.Lost == account.Expected) ? NoSamples : NotDrawn;

    private static bool HasScale(double microvolts) => double.IsFinite(microvolts) && ScaleBar.Height(microvolts) > 0;

    private static bool Loses(Epoch epoch, Derivation? derivation) => derivation is not null && Accounts(epoch, derivation).Any(account => account.Lost > 0);

    private static IEnumerable<SampleAccount> Accounts(Epoch epoch, Derivation derivation) =>
        epoch.Accounts.Where(account => account.Channel == derivation.Positive || account.Channel == derivation.Negative);
}

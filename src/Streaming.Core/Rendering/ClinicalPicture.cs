using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>Draws <c>clinical-448</c> version 1: six bands of 37 px in colour on black at fixed µV, for general vision models.</summary>
internal sealed class ClinicalPicture(RenderSpec spec) : IPicture
{
    public const int Width = 448;
    public const int Height = 224;
    private const int BandHeight = 37;
    private const int Top = 1;
    private const int Levels = ColumnInk.PixelLevels;
    private readonly DerivationRow[] _rows = [.. spec.Rows];

    public void Draw(Epoch epoch, EpochImage image)
    {
        image.Pixels.AsSpan().Clear();
        var ink = new ColourInk(image.Pixels, Width, Height);
        for (var band = 0; band < _rows.Length; band++)
        {
            var (reach, colour) = Style(_rows[band]);
            image.ScalesMicrovolts[band] = epoch.Rows[(int)_rows[band]] is null ? 0 : reach;
            if (epoch.Rows[(int)_rows[band]] is not { } samples) continue;
            var (first, middle) = (Top + band * BandHeight, (2 * (Top + band * BandHeight) + BandHeight - 1) * Levels / 2);
            for (var x = 0; x < Width; x++)
            {
                var (low, high) = ColumnRange.Of(samples, x * Epoch.Samples / Width, (x + 1) * Epoch.Samples / Width);
                if (!float.IsNaN(low))
                    ink.Trace(x, middle + Offset(low, reach), middle + Offset(high, reach), Levels, first, first + BandHeight, colour);
            }
        }
    }

    /// <summary>µV from the middle of the band to its edge.</summary>
    private static (double ReachMicrovolts, Colour Colour) Style(DerivationRow row) => row switch
    {
        DerivationRow.Chin => (50, new Colour(255, 176, 96)),
        DerivationRow.LeftEye or DerivationRow.RightEye => (150, new Colour(112, 224, 160)),
        _ => (100, new Colour(128, 192, 255)),
    };

    private static int Offset(float microvolts, double reach) =>
        (int)Math.Floor(Math.Clamp(microvolts / reach, -1, 1) * ((BandHeight - 1) * Levels / 2) + 0.5);
}

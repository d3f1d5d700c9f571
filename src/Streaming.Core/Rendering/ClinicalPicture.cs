using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>Draws <c>clinical-448</c> version 1: six bands in colour on black at fixed µV, for general vision models.</summary>
/// <remarks>Drawn to the size of the spec: 448 × 224 with bands of 37 px, or what a network takes.</remarks>
internal sealed class ClinicalPicture(RenderSpec spec) : IPicture
{
    public const int Width = 448;
    public const int Height = 224;
    private const int Levels = ColumnInk.PixelLevels;
    private readonly DerivationRow[] _rows = [.. spec.Rows];
    private readonly int _width = spec.Width;
    private readonly int _height = spec.Height;
    private readonly int _band = spec.Height / spec.Rows.Count;
    private readonly int _top = spec.Height % spec.Rows.Count / 2;

    public void Draw(Epoch epoch, EpochImage image)
    {
        image.Pixels.AsSpan().Clear();
        var ink = new ColourInk(image.Pixels, _width, _height);
        for (var band = 0; band < _rows.Length; band++)
        {
            var (reach, colour) = (ReachMicrovolts(_rows[band]), Ink(_rows[band]));
            image.ScalesMicrovolts[band] = epoch.Rows[(int)_rows[band]] is null ? 0 : reach;
            if (epoch.Rows[(int)_rows[band]] is not { } samples) continue;
            var (first, middle) = (_top + band * _band, (2 * (_top + band * _band) + _band - 1) * Levels / 2);
            for (var x = 0; x < _width; x++)
            {
                var (low, high) = ColumnRange.Of(samples, x * Epoch.Samples / _width, (x + 1) * Epoch.Samples / _width);
                if (!float.IsNaN(low))
                    ink.Trace(x, middle + Offset(low, reach), middle + Offset(high, reach), Levels, first, first + _band, colour);
            }
        }
    }

    /// <summary>µV from the middle of the band to its edge.</summary>
    public static double ReachMicrovolts(DerivationRow row) => row switch
    {
        DerivationRow.Chin => 50,
        DerivationRow.LeftEye or DerivationRow.RightEye => 150,
        _ => 100,
    };

    private static Colour Ink(DerivationRow row) => row switch
    {
        DerivationRow.Chin => new Colour(255, 176, 96),
        DerivationRow.LeftEye or DerivationRow.RightEye => new Colour(112, 224, 160),
        _ => new Colour(128, 192, 255),
    };

    private int Offset(float microvolts, double reach) =>
        (int)Math.Floor(Math.Clamp(microvolts / reach, -1, 1) * ((_band - 1) * Levels / 2) + 0.5);
}

using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>Draws <c>lossless-100</c> version 1: every sample a column, every level a position, so that the signal can be read back.</summary>
internal sealed class LosslessPicture : IPicture
{
    /// <summary>Pixels a band.</summary>
    public const int BandHeight = 32;

    private readonly int[] _rows;
    private readonly int _width;
    private readonly Compander _compander;

    public LosslessPicture(RenderSpec spec)
    {
        _rows = [.. spec.Rows.Select(row => (int)row)];
        _width = spec.Width;
        _compander = new Compander(spec.Signal.CompandingLimit);
    }

    public void Draw(Epoch epoch, EpochImage image)
    {
        for (var band = 0; band < _rows.Length; band++) Band(epoch, image, band);
    }

    public void DrawRow(Epoch epoch, EpochImage image, DerivationRow row)
    {
        var band = Array.IndexOf(_rows, (int)row);
        if (band >= 0) Band(epoch, image, band);
    }

    private void Band(Epoch epoch, EpochImage image, int band)
    {
        var samples = epoch.Rows[_rows[band]];
        var scale = samples is null ? 0 : epoch.ScalesMicrovolts[_rows[band]];
        var height = double.IsFinite(scale) ? ScaleBar.Height(scale) : 0;
        image.ScalesMicrovolts[band] = height == 0 ? 0 : scale;
        var pixels = image.Pixels.AsSpan(band * BandHeight * _width, BandHeight * _width);
        if (samples is null || height == 0) pixels.Clear();
        else Trace(samples.AsSpan(0, Epoch.Samples), (float)(1 / scale), height, pixels);
    }

    private void Trace(ReadOnlySpan<float> samples, float reciprocalScale, int height, Span<byte> pixels)
    {
        Span<short> levels = stackalloc short[1 + Epoch.Samples]; // before the first there is none
        levels[0] = Compander.Hole;
        Span<short> upper = stackalloc short[Epoch.Samples];
        Span<short> lower = stackalloc short[Epoch.Samples];
        _compander.Levels(samples, reciprocalScale, levels[1..]);
        LineInk.Join(levels, upper, lower);
        var (highest, lowest) = LineInk.Reach(upper, lower);
        for (var y = 0; y < BandHeight; y++)
        {
            var line = pixels.Slice(y * _width, _width);
            line[..ScaleBar.Columns].Clear();
            if (y < highest || y > lowest) line[ScaleBar.Columns..].Clear();
            else LineInk.Trace(line[ScaleBar.Columns..], y, upper, lower);
        }
        for (var x = 0; x < ScaleBar.Columns; x++) ColumnInk.Bar(pixels, (BandHeight - 1) * _width + x, _width, height);
    }
}

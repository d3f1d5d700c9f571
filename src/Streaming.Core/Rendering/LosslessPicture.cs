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
        image.Pixels.AsSpan().Clear();
        for (var band = 0; band < _rows.Length; band++)
        {
            var samples = epoch.Rows[_rows[band]];
            var scale = samples is null ? 0 : epoch.ScalesMicrovolts[_rows[band]];
            var height = double.IsFinite(scale) ? ScaleBar.Height(scale) : 0;
            image.ScalesMicrovolts[band] = height == 0 ? 0 : scale;
            if (samples is null || height == 0) continue;
            var pixels = image.Pixels.AsSpan(band * BandHeight * _width, BandHeight * _width);
            for (var x = 0; x < ScaleBar.Columns; x++) ColumnInk.Bar(pixels, (BandHeight - 1) * _width + x, _width, height);
            DrawTrace(samples.AsSpan(0, Epoch.Samples), (float)(1 / scale), pixels);
        }
    }

    private void DrawTrace(ReadOnlySpan<float> samples, float reciprocalScale, Span<byte> pixels)
    {
        var previous = Compander.Hole;
        for (var i = 0; i < samples.Length; i++)
        {
            var level = _compander.Level(samples[i] * reciprocalScale);
            if (level != Compander.Hole)
            {
                var from = previous == Compander.Hole ? level : previous;
                ColumnInk.Trace(pixels, ScaleBar.Columns + i, _width, Math.Min(from, level), Math.Max(from, level));
            }
            previous = level;
        }
    }
}

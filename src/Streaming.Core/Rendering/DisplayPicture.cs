using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using static Streaming.Core.Rendering.DisplayLayout;

namespace Streaming.Core.Rendering;

/// <summary>Draws <c>display</c> version 1, for people: a 30-s page at fixed µV with seconds, 75 µV marks, derivations and a title.</summary>
internal sealed class DisplayPicture(RenderSpec spec) : IPicture
{
    private const int Levels = ColumnInk.PixelLevels;
    private const double MarkMicrovolts = 75; // slow waves of N3 are at least this tall, peak to peak (AASM)
    private readonly DerivationRow[] _rows = [.. spec.Rows];

    public void Draw(Epoch epoch, EpochImage image)
    {
        var ink = new ColourInk(image.Pixels, Width, Height);
        image.Pixels.AsSpan().Fill(byte.MaxValue);
        for (var band = 0; band < _rows.Length; band++) DrawHoles(ink, band, epoch.Rows[(int)_rows[band]]);
        DrawGrid(ink);
        for (var band = 0; band < _rows.Length; band++)
        {
            var row = _rows[band];
            image.ScalesMicrovolts[band] = epoch.Rows[(int)row] is null ? 0 : MicrovoltsPerMillimetre(row);
            DrawMarks(ink, row, Middle(band));
        }
        for (var band = 0; band < _rows.Length; band++)
        {
            DrawLabel(ink, _rows[band], Middle(band), epoch.Derivations[(int)_rows[band]]);
            if (epoch.Rows[(int)_rows[band]] is { } samples) DrawTrace(ink, _rows[band], Middle(band), samples);
            else ink.Text("no signal", Left + PageWidth / 2 - 54, Middle(band) - 7, 2, Faint);
        }
        DisplayTitle.Draw(ink, epoch);
    }

    private static int Middle(int band) => Top + band * RowHeight + RowHeight / 2;

    private static void DrawHoles(ColourInk ink, int band, float[]? samples)
    {
        if (samples is null) return;
        for (var x = 0; x < PageWidth; x++)
        {
            var (low, _) = ColumnRange.Of(samples, x * Epoch.Samples / PageWidth, (x + 1) * Epoch.Samples / PageWidth);
            if (float.IsNaN(low)) ink.Fill(Left + x, Top + band * RowHeight + 1, Left + x + 1, Top + (band + 1) * RowHeight, Hole);
        }
    }

    private static void DrawGrid(ColourInk ink)
    {
        Span<char> digits = stackalloc char[4];
        for (var second = 0; second <= Epoch.Seconds; second++)
        {
            var x = Left + second * PixelsPerSecond;
            ink.Fill(x, Top, x + 1, Bottom, second % 5 == 0 ? FifthSecond : Second);
            if (second % 5 != 0) continue;
            ink.Fill(x, Bottom, x + 1, Bottom + 5, Faint);
            second.TryFormat(digits, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
            if (second == Epoch.Seconds) digits[length++] = BitmapFont.SmallS;
            ink.Text(digits[..length], x - BitmapFont.Measure(digits[..length]), Bottom + 9, 2, Faint);
        }
        ink.Fill(Left, Top, Left + PageWidth, Top + 1, FifthSecond);
        ink.Fill(Left, Bottom, Left + PageWidth + 1, Bottom + 1, FifthSecond);
    }

    private static void DrawMarks(ColourInk ink, DerivationRow row, int middle)
    {
        ink.Fill(Left, middle, Left + PageWidth, middle + 1, Zero);
        if (row is not (DerivationRow.Frontal or DerivationRow.Central)) return;
        var half = (int)Math.Round(MarkMicrovolts / 2 / MicrovoltsPerMillimetre(row) * PixelsPerMillimetre);
        for (var x = 0; x < PageWidth; x += 12)
        {
            ink.Fill(Left + x, middle - half, Left + x + 5, middle - half + 1, Mark);
            ink.Fill(Left + x, middle + half, Left + x + 5, middle + half + 1, Mark);
        }
        ink.Fill(Left - 9, middle - half, Left - 3, middle - half + 1, Mark);
        ink.Fill(Left - 6, middle - half, Left - 5, middle + half + 1, Mark);
        ink.Fill(Left - 9, middle + half, Left - 3, middle + half + 1, Mark);
    }

    private static void DrawLabel(ColourInk ink, DerivationRow row, int middle, Derivation? derivation)
    {
        var name = (derivation?.Name ?? Place(row)).AsSpan();
        var size = name.Length <= 7 ? 2 : 1;
        name = name[..Math.Min(name.Length, 15)];
        ink.Text(name, 8, middle - 7 * size - 2, size, derivation is null ? Faint : Text);
        if (derivation is null) return;
        ink.Text(row == DerivationRow.Chin ? "3 µV/<<" : "7 µV/<<", 8, middle + 7, 1, Faint);
        if (row is DerivationRow.Frontal or DerivationRow.Central) ink.Text("75 µV", 66, middle + 7, 1, Mark);
        if (derivation.IsFallback) ink.Text("fallback", 8, middle + 19, 1, Warning);
    }

    private static void DrawTrace(ColourInk ink, DerivationRow row, int middle, ReadOnlySpan<float> samples)
    {
        var levels = PixelsPerMillimetre * Levels / MicrovoltsPerMillimetre(row);
        var zero = middle * Levels - TraceThickness / 2 + Levels / 2;
        for (var x = 0; x < PageWidth; x++)
        {
            var (low, high) = ColumnRange.Of(samples, x * Epoch.Samples / PageWidth, (x + 1) * Epoch.Samples / PageWidth);
            if (!float.IsNaN(low)) ink.Trace(Left + x, Offset(low), Offset(high), TraceThickness, Top + 1, Bottom, Trace(row));
        }

        // A tall wave may cross into its neighbours, as on paper, but never further than one row.
        int Offset(float microvolts) => zero + (int)Math.Floor(Math.Clamp(microvolts * levels, -RowHeight * Levels, RowHeight * Levels) + 0.5);
    }
}

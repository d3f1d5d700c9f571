using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>Reads the signal back from a <c>lossless-100</c> picture.</summary>
/// <remarks>A column holds two levels, the sample's and the one before; the latter is known, so the former is found exactly. What is lost is the
/// rounding
/// to 7905 levels alone: see <see cref="BoundMicrovolts(double, double, double)"/>.</remarks>
public static class WaveformDecoder
{
    private static readonly Compander s_defaultCompander = new(20);

    /// <summary>Greatest difference between a sample that did not saturate and what is decoded, µV.</summary>
    /// <remarks>scale · 2h · cosh(asinh(|value|/scale) + 2h) / 2, h half a level in asinh units (4.9e-4 at the default limit of 20):
    /// about scale/2050 near zero and 0.05 % of large values.</remarks>
    /// <param name="scaleMicrovolts">The row's scale, positive.</param>
    /// <param name="valueMicrovolts">The true value or the decoded one.</param>
    /// <param name="compandingLimit"><see cref="SignalSpec.CompandingLimit"/>.</param>
    public static double BoundMicrovolts(double scaleMicrovolts, double valueMicrovolts, double compandingLimit = 20)
    {
        var half = For(compandingLimit).HalfStep;
        var (ratio, reach) = (Math.Abs(valueMicrovolts) / scaleMicrovolts, 2 * half);
        return scaleMicrovolts * half * (Math.Sqrt(1 + ratio * ratio) * Math.Cosh(reach) + ratio * Math.Sinh(reach));
    }

    /// <summary>The scale a band's calibration bar shows, µV, within 0.07 % between 1/16 and 4096 µV; 0 where the band is blank.</summary>
    /// <param name="image">A <c>lossless-100</c> picture.</param>
    /// <param name="row">Row of the picture, from 0.</param>
    public static double DecodeScale(EpochImage image, int row)
    {
        var band = Band(image, row);
        var (width, height) = (image.Spec.Width, 0);
        for (var y = 0; y < LosslessPicture.BandHeight; y++) height += band[y * width];
        return ScaleBar.ScaleMicrovolts(height);
    }

    /// <summary>Recovers one row. Uses the scale handed over with the image, or the calibration bar's where there is none (a picture read from a
    /// file).</summary>
    /// <param name="image">A <c>lossless-100</c> picture.</param>
    /// <param name="row">Row of the picture, from 0.</param>
    /// <param name="microvolts">Takes 3000 values: µV, NaN for holes and for all of a blank row, ± limit · scale where saturated.</param>
    /// <param name="saturated">Takes 3000 flags: the sample was at or beyond limit · scale.</param>
    /// <exception cref="ArgumentException">The picture is of another preset, or a span is not 3000 long.</exception>
    /// <exception cref="InvalidDataException">A column is not one the renderer draws; the message names it.</exception>
    public static void Decode(EpochImage image, int row, Span<float> microvolts, Span<bool> saturated)
    {
        if (microvolts.Length != Epoch.Samples || saturated.Length != Epoch.Samples)
            throw new ArgumentException($"The spans hold {microvolts.Length} and {saturated.Length} values; {Epoch.Samples} are decoded.");
        var band = Band(image, row);
        var compander = For(image.Spec.Signal.CompandingLimit);
        var scale = image.ScalesMicrovolts[row] > 0 ? image.ScalesMicrovolts[row] : DecodeScale(image, row);
        var previous = Compander.Hole;
        for (var i = 0; i < Epoch.Samples; i++)
        {
            var (low, high) = Extent(band, ScaleBar.Columns + i, image.Spec.Width);
            if (low != Compander.Hole && (low > high || (previous == Compander.Hole ? low != high : previous != low && previous != high)))
                throw new InvalidDataException($"Row {row}, sample {i}: levels {low} to {high} do not join level {previous} before it.");
            var level = previous == low ? high : low;
            microvolts[i] = level == Compander.Hole ? float.NaN : (float)(scale * compander.Ratio(level));
            saturated[i] = level is 0 or Compander.Highest;
            previous = level;
        }
    }

    private static (int Low, int High) Extent(ReadOnlySpan<byte> band, int x, int width)
    {
        var (first, last) = (0, LosslessPicture.BandHeight - 1);
        while (first < LosslessPicture.BandHeight && band[first * width + x] == 0) first++;
        if (first == LosslessPicture.BandHeight) return (Compander.Hole, Compander.Hole);
        while (band[last * width + x] == 0) last--;
        return (ColumnInk.PixelLevels * (first + 1) - band[first * width + x], ColumnInk.PixelLevels * (last - 1) + band[last * width + x]);
    }

    private static ReadOnlySpan<byte> Band(EpochImage image, int row)
    {
        if (image.Spec.Preset != RenderSpecs.Lossless100Name)
            throw new ArgumentException($"'{image.Spec.Preset}' pictures cannot be decoded; only '{RenderSpecs.Lossless100Name}' can.",
                nameof(image));
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, image.Spec.Rows.Count);
        var length = LosslessPicture.BandHeight * image.Spec.Width;
        return image.Pixels.AsSpan(row * length, length);
    }

    private static Compander For(double limit) => limit == 20 ? s_defaultCompander : new Compander(limit);
}

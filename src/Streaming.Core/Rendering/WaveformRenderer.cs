using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>Draws epochs, column by column, to one <see cref="RenderSpec"/>. Allocates nothing per image; equal epochs give equal bytes on every
/// machine.</summary>
/// <remarks>Keeps no state between images and may be shared by threads that own different images.</remarks>
public sealed class WaveformRenderer
{
    private readonly IPicture _picture;

    /// <param name="spec">One of <see cref="RenderSpecs"/>, possibly with another <see cref="RenderSpec.Signal"/>.</param>
    /// <exception cref="ArgumentException">The preset, its version or a size is not one this program draws; the message names the value and what
    /// is known.</exception>
    public WaveformRenderer(RenderSpec spec)
    {
        if (RenderSpecs.Refusal(spec) is { } refusal) throw new ArgumentException(refusal, nameof(spec));
        Spec = spec;
        _picture = spec.Preset switch
        {
            RenderSpecs.Lossless100Name => new LosslessPicture(spec),
            RenderSpecs.Paper336Name => new PaperPicture(spec),
            RenderSpecs.Clinical448Name => new ClinicalPicture(spec),
            RenderSpecs.DisplayName => new DisplayPicture(spec),
            _ => throw new ArgumentException($"The preset '{spec.Preset}' is not drawn by this program.", nameof(spec)),
        };
    }

    /// <summary>What is drawn.</summary>
    public RenderSpec Spec { get; }

    /// <param name="epoch">Rows of 3000 samples in µV; a null row, and one without a scale, stays blank.</param>
    /// <param name="image">Overwritten whole. Made for this renderer's spec.</param>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public void Draw(Epoch epoch, EpochImage image)
    {
        Check(image);
        _picture.Draw(epoch, image);
    }

    /// <summary>Draws one row anew. The picture is then the one that <see cref="Draw"/> gives, provided that it showed an epoch that differs in this
    /// row only.</summary>
    /// <param name="epoch">As for <see cref="Draw"/>.</param>
    /// <param name="image">Drawn before.</param>
    /// <param name="row">What differs.</param>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public void DrawRow(Epoch epoch, EpochImage image, DerivationRow row)
    {
        Check(image);
        _picture.DrawRow(epoch, image, row);
    }

    private void Check(EpochImage image)
    {
        if (image.Pixels.Length != Spec.Height * Spec.Width * Spec.Planes || image.ScalesMicrovolts.Length != Spec.Rows.Count)
            throw new ArgumentException($"The image, '{image.Spec.Preset}' of {image.Pixels.Length} bytes, is no '{Spec.Preset}'.", nameof(image));
    }
}

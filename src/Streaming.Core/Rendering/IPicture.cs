using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>One preset's way to draw. Allocates nothing while drawing.</summary>
internal interface IPicture
{
    /// <summary>Draws every pixel of <paramref name="image"/> and every one of its scales.</summary>
    void Draw(Epoch epoch, EpochImage image);

    /// <summary>Draws at least what shows one row; the rest of the picture already shows the epoch.</summary>
    void DrawRow(Epoch epoch, EpochImage image, DerivationRow row) => Draw(epoch, image);
}

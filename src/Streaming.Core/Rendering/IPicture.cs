using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>One preset's way to draw. Allocates nothing while drawing.</summary>
internal interface IPicture
{
    /// <summary>Draws every pixel of <paramref name="image"/> and every one of its scales.</summary>
    void Draw(Epoch epoch, EpochImage image);
}

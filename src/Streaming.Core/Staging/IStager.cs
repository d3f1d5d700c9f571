using Streaming.Core.Rendering;

namespace Streaming.Core.Staging;

/// <summary>Reads one picture. Implementations are not thread-safe: one per worker.</summary>
public interface IStager : IDisposable
{
    ModelIdentity Model { get; }

    /// <summary>The picture it wants.</summary>
    RenderSpec Spec { get; }

    /// <param name="image">Drawn to <see cref="Spec"/>.</param>
    StageEstimate Estimate(EpochImage image);
}

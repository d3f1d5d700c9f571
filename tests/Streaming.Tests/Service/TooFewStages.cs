using Streaming.Core.Rendering;
using Streaming.Core.Staging;

namespace Streaming.Tests.Service;

/// <summary>Stands for whatever may go wrong where an epoch is decided: from one probability nothing can be, and the bed's lane ends.</summary>
internal sealed class TooFewStages : IStager
{
    private readonly InkStager _ink = new();

    public ModelIdentity Model => _ink.Model;

    public RenderSpec Spec => _ink.Spec;

    public StageEstimate Estimate(EpochImage image) => _ink.Estimate(image) with { Probabilities = [1] };

    public void Dispose() => _ink.Dispose();
}

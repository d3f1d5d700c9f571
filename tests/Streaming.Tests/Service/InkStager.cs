using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Service.Flow;

namespace Streaming.Tests.Service;

/// <summary>A network without a network: its logits are sums over the picture's bytes, so any changed pixel changes its answer.</summary>
internal sealed class InkStager : IStager
{
    public static ModelIdentity Identity { get; } = new("ink", "1", new string('0', 64));

    public ModelIdentity Model => Identity;

    public RenderSpec Spec => RenderSpecs.Lossless100;

    public static ServedModel Served(int workers = 2) => new(RenderSpecs.Lossless100, SmootherSpec.Default, Identity, workers, () => new InkStager());

    public StageEstimate Estimate(EpochImage image)
    {
        var sums = new long[5];
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] != 0) sums[i % 5] += pixels[i] * (1 + i % 97);
        }
        var logits = Array.ConvertAll(sums, sum => (float)(sum % 1000) / 250);
        var total = logits.Sum(logit => MathF.Exp(logit));
        return new StageEstimate(logits, Array.ConvertAll(logits, logit => MathF.Exp(logit) / total), null, Identity, "ink");
    }

    public void Dispose()
    {
        // Holds nothing.
    }
}

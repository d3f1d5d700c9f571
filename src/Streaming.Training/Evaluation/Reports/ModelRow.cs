using Streaming.Scoring;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>A bundle that was measured.</summary>
/// <param name="Label">What the report calls it.</param>
/// <param name="DecisionSha256">Of all that its stages rest on, the graph among it; null in reports from before it was written.</param>
internal sealed record ModelRow(
    string Label, string Name, string Version, string Sha256, string Preset, int Width, int Height, double Temperature, double LikelihoodExponent,
    int LookAheadEpochs, string Training, string? DecisionSha256 = null)
{
    public static ModelRow Of(string label, ModelManifest manifest) => new(
        label, manifest.Name, manifest.Version, manifest.Sha256, manifest.RenderSpec.Preset, manifest.RenderSpec.Width, manifest.RenderSpec.Height,
        manifest.Temperature, manifest.Smoother.LikelihoodExponent, manifest.Smoother.LookAheadEpochs, manifest.Training, manifest.DecisionSha256);

    /// <summary>Whether it is this bundle: the same graph within the same surroundings. A bundle that was calibrated anew decides otherwise.</summary>
    public bool Is(ModelManifest manifest) => Sha256 == manifest.Sha256 && (DecisionSha256 is { } decides
        ? decides == manifest.DecisionSha256
        : (Temperature, LikelihoodExponent, LookAheadEpochs) == (manifest.Temperature, manifest.Smoother.LikelihoodExponent, manifest.Smoother.LookAheadEpochs)
            && manifest.Smoother.Memory is null);
}

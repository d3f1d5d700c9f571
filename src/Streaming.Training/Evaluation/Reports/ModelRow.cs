using Streaming.Scoring;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>A bundle that was measured.</summary>
/// <param name="Label">What the report calls it.</param>
internal sealed record ModelRow(
    string Label, string Name, string Version, string Sha256, string Preset, int Width, int Height, double Temperature, double LikelihoodExponent,
    int LookAheadEpochs, string Training)
{
    public static ModelRow Of(string label, ModelManifest manifest) => new(
        label, manifest.Name, manifest.Version, manifest.Sha256, manifest.RenderSpec.Preset, manifest.RenderSpec.Width, manifest.RenderSpec.Height,
        manifest.Temperature, manifest.Smoother.LikelihoodExponent, manifest.Smoother.LookAheadEpochs, manifest.Training);
}

using Streaming.Core.Staging;

namespace Streaming.Scoring;

/// <summary>One form of a bundle's network.</summary>
/// <param name="Model">The ONNX file.</param>
/// <param name="Identity">Says which form it is: a variant's version ends in <c>+int8</c> or <c>+fp16</c>, and the hash is that of its own file.</param>
/// <param name="Variant">Null: the reference.</param>
internal sealed record ModelGraph(byte[] Model, ModelIdentity Identity, ModelVariant? Variant)
{
    public static ModelGraph Reference(ModelBundle bundle) => new(bundle.Model, bundle.Identity, null);

    /// <exception cref="ModelBundleException">Its file is missing, or is not the one the manifest speaks of.</exception>
    public static ModelGraph Of(ModelBundle bundle, ModelVariant variant) => new(
        bundle.ReadVariant(variant),
        new ModelIdentity(bundle.Identity.Name, $"{bundle.Identity.Version}+{variant.Name}", variant.Sha256),
        variant);
}

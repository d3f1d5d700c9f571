using Microsoft.Extensions.Logging;
using static System.FormattableString;

namespace Streaming.Scoring;

/// <summary>Decides which form of a bundle's graph a provider runs. The reference is never wrong, so nothing here stops a start.</summary>
internal static class VariantChoice
{
    public static ModelGraph Of(ModelBundle bundle, ScoringVariant wanted, string provider, ILogger logger)
    {
        if (wanted == ScoringVariant.Fp32) return ModelGraph.Reference(bundle);
        var kind = wanted switch
        {
            ScoringVariant.Int8 => VariantKind.Int8,
            ScoringVariant.Fp16 => VariantKind.Fp16,
            _ => provider == OnnxStager.Cpu ? VariantKind.Int8 : VariantKind.Fp16,
        };
        var variant = bundle.Manifest.Variants?.FirstOrDefault(candidate => candidate.Kind == kind);
        if (Refusal(variant, kind, provider, mustBeFaster: wanted == ScoringVariant.Auto) is { } reason)
        {
            if (wanted == ScoringVariant.Auto) logger.KeepsReference(reason);
            else logger.RefusesVariant(kind.ToString().ToLowerInvariant(), reason);
            return ModelGraph.Reference(bundle);
        }
        logger.TakesVariant(variant!.Name, variant.LowestAgreement, variant.TimeRatio);
        return ModelGraph.Of(bundle, variant);
    }

    private static string? Refusal(ModelVariant? variant, VariantKind kind, string provider, bool mustBeFaster)
    {
        var name = kind.ToString().ToLowerInvariant();
        if (variant is null) return $"the bundle has no {name} variant";
        if (variant.Provider != provider) return $"{name} is for {variant.Provider}, and staging is on {provider}";
        if (!variant.Agrees)
            return Invariant($"{name} keeps the stage of {variant.LowestAgreement:p2} of epochs; {ModelVariant.LeastAgreement:p1} are needed");
        if (!mustBeFaster) return null;
        return variant.TimeRatio switch
        {
            null => $"how long {name} takes on {provider} was not measured",
            >= 1 and var ratio => Invariant($"{name} takes {ratio:f2} times as long as fp32"),
            _ => null,
        };
    }
}

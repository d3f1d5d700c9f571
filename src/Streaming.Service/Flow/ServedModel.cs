using Streaming.Core.Novelty;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Scoring;

namespace Streaming.Service.Flow;

/// <summary>What the line scores with.</summary>
/// <param name="Spec">The picture the network wants, with the signal it is drawn from.</param>
/// <param name="Smoother">The night's context.</param>
/// <param name="Identity">The bundle, or the variant of it that is in use.</param>
/// <param name="Workers">Pictures read at the same time.</param>
/// <param name="CreateStager">One reader for each worker.</param>
internal sealed record ServedModel(RenderSpec Spec, SmootherSpec Smoother, ModelIdentity Identity, int Workers, Func<IStager> CreateStager)
{
    /// <summary>Where its bundle lies, and is looked at for another; null: nowhere.</summary>
    public string? Folder { get; init; }

    /// <summary>Of everything in its bundle that a stage rests on: temperature, context and limits of confidence beside the graph.</summary>
    public string DecisionSha256 { get; init; } = "";

    /// <summary>Whose context the state of a night is: this graph's, or this variant's, with all that its bundle says beside it.</summary>
    public string ContextKey => $"{Identity.Sha256}/{DecisionSha256}";

    /// <summary>Sessions of models with the same one can go on with each other's state.</summary>
    public string SignalSha256 { get; init; } = "";

    /// <summary>A reader in place of one that failed; null: another of the first kind.</summary>
    public Func<IStager>? CreateAnew { get; init; }

    /// <summary>A reader on the CPU that takes over while the provider fails; null: there is none beside the first kind.</summary>
    public Func<IStager>? CreateFallback { get; init; }

    /// <summary>To flag what is unlike anything trained on; null: nothing is.</summary>
    public NoveltySpec? Novelty { get; init; }

    /// <summary>What confidence is held to where no eye or chin row is drawn; null: nothing.</summary>
    public ConfidenceCaps? Caps { get; init; }

    public static ServedModel Of(StagerPool pool) =>
        new(pool.Bundle.Spec, pool.Bundle.Manifest.Smoother, pool.Identity, pool.Workers, pool.Create)
        {
            Folder = pool.Bundle.Folder,
            DecisionSha256 = pool.Bundle.DecisionSha256,
            SignalSha256 = pool.Bundle.SignalSha256,
            CreateAnew = pool.CreateAnew,
            CreateFallback = pool.Provider == "cpu" ? null : () => pool.CreateFallback()!,
            Novelty = pool.Bundle.Manifest.Novelty,
            Caps = pool.Bundle.Manifest.ConfidenceCaps,
        };
}

using System.ComponentModel.DataAnnotations;

namespace Streaming.Scoring;

/// <summary>How pictures are staged.</summary>
public sealed record ScoringOptions
{
    /// <summary>The bundle's folder.</summary>
    [Required]
    public string Model { get; init; } = "deploy/models/stagenet-2";

    public ScoringProvider Provider { get; init; } = ScoringProvider.Auto;

    /// <summary>Form of the graph; anything but the reference only where it was measured to agree with it.</summary>
    public ScoringVariant Variant { get; init; } = ScoringVariant.Fp32;

    /// <summary>Pictures staged at the same time; 0: one a processor, less one for everything else, at most 16; one on CUDA.</summary>
    [Range(0, 256)]
    public int Workers { get; init; }

    /// <summary>Pause before a provider that failed is tried again; doubles with each attempt up to a quarter of an hour.</summary>
    [Range(0.5, 900)]
    public double ProviderBreakSeconds { get; init; } = 30;

    /// <summary>How often the bundle's folder is looked at for another model; 0: never.</summary>
    [Range(0, 3600)]
    public double WatchSeconds { get; init; } = 5;
}

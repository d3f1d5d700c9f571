using Streaming.Core.Rendering;

namespace Streaming.Training.Datasets.Images;

/// <summary>What of the nights becomes an image data set.</summary>
internal sealed record ImageDatasetOptions
{
    /// <summary>Folder; what an earlier run of the same options finished is kept.</summary>
    public required string Output { get; init; }

    /// <summary>Each epoch is drawn in each; questions are asked about the first.</summary>
    public IReadOnlyList<RenderSpec> Pictures { get; init; } = [RenderSpecs.Clinical448, RenderSpecs.Lossless100];

    /// <summary>Of each night so many labelled epochs, drawn by lot; null: all.</summary>
    public int? EpochsPerNight { get; init; }

    /// <summary>Decides the lots and the wording of questions.</summary>
    public ulong Seed { get; init; } = 1;

    public ulong SplitSeed { get; init; } = SubjectSplit.DefaultSeed;

    /// <summary>Nights drawn at the same time.</summary>
    public int Threads { get; init; } = 1;
}

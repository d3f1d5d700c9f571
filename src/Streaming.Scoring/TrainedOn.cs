namespace Streaming.Scoring;

/// <summary>The people of imported data, and those whose stages and band powers were drawn, whom a network has learnt from, so that none of them is
/// taken for a stranger when it is measured.</summary>
public sealed record TrainedOn
{
    /// <summary>Data sets, as their caches, or the drawn nights, name them.</summary>
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>Seed of the split by subject; null: the people are its teachers', or those of the run it went on from.</summary>
    public required ulong? SplitSeed { get; init; }

    /// <summary>Pseudonyms, unique over data sets (<c>shhs/200001</c>), of those whose epochs it saw with their stages.</summary>
    public required IReadOnlyList<string> Training { get; init; }

    /// <summary>Pseudonyms of those whom temperature, smoother and whatever else is chosen were fitted to.</summary>
    public required IReadOnlyList<string> Calibration { get; init; }
}

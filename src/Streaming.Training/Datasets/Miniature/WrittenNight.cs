namespace Streaming.Training.Datasets.Miniature;

/// <summary>What was written of one simulated night, to hold the import against.</summary>
/// <param name="Subject">As the importer must name it, without the data set.</param>
/// <param name="Name">As the importer must name it.</param>
/// <param name="PageSeconds">30, or 20 in some subsets of MASS.</param>
/// <param name="Scorings">By page from the first one scored; null where movement, unscored or nothing was written.</param>
internal sealed record WrittenNight(string Subject, string Name, int PageSeconds, IReadOnlyList<NightScoring> Scorings)
{
    /// <summary>Cannot be imported by the labels alone, and why.</summary>
    public string? Refused { get; init; }
}

namespace Streaming.Training.Evaluation.Reports;

/// <summary>How a figure varies over bundles of one name that differ by their training seed.</summary>
internal sealed record SeedRow(string Name, string Data, string Condition, string Decision, string Figure, SpreadRow Spread);

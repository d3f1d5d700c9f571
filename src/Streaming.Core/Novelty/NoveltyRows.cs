namespace Streaming.Core.Novelty;

/// <summary>What ordinary rows of one kind look like.</summary>
/// <param name="Shape">Of the ten numbers of <see cref="RowShape"/>.</param>
/// <param name="LeastScaleMicrovolts">Running scales below are out of what was trained on: another unit, or no electrode.</param>
/// <param name="GreatestScaleMicrovolts">And those above.</param>
public sealed record NoveltyRows(NoveltyReference Shape, double LeastScaleMicrovolts, double GreatestScaleMicrovolts);

using Streaming.Core.Signals;

namespace Streaming.Training.Datasets.Cache;

/// <summary>One grid of 30-s epochs with its stages.</summary>
/// <param name="OriginSeconds">Start of epoch 0 in study time.</param>
/// <param name="Scorings">The first is the one trained on.</param>
internal sealed record NightGrid(Rational OriginSeconds, IReadOnlyList<NightScoring> Scorings);

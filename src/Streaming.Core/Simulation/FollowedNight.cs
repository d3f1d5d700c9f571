using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>A night for the simulator to follow: somebody's stages and band powers, drawn as signals instead of powers drawn from statistics.</summary>
/// <param name="Stages">By epoch, W to R: what waves, eyes and muscles do.</param>
/// <param name="LogPowers">By epoch: natural log of mean power density in delta 0.5-4, theta 4-8, alpha 8-12, sigma 12-16 and beta 16-30 Hz, first frontal, then
/// occipital, in units of the night's own variance; background and waves together have it.</param>
public sealed record FollowedNight(IReadOnlyList<Stage> Stages, IReadOnlyList<double[]> LogPowers);

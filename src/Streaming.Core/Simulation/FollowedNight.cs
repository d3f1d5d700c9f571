using Streaming.Core.Staging;

namespace Streaming.Core.Simulation;

/// <summary>A night for the simulator to follow: somebody's stages and band powers, drawn as signals instead of powers drawn from statistics.</summary>
/// <param name="Stages">By epoch, W to R: what waves, eyes and muscles do.</param>
/// <param name="LogPowers">By epoch: natural log of mean power density in delta 0.5-4, theta 4-8, alpha 8-12, sigma 12-16 and beta 16-30 Hz, first frontal, then
/// occipital, in units of the night's own variance; background and waves together have it.</param>
public sealed record FollowedNight(IReadOnlyList<Stage> Stages, IReadOnlyList<double[]> LogPowers)
{
    /// <exception cref="ArgumentException">It is empty, of two lengths, or holds a stage or a row that none is.</exception>
    internal void Check()
    {
        if (Stages.Count == 0 || Stages.Count != LogPowers.Count)
            throw new ArgumentException($"The night to follow has {Stages.Count} stages and {LogPowers.Count} epochs of band powers.");
        for (var epoch = 0; epoch < Stages.Count; epoch++)
        {
            if (Stages[epoch] > Stage.R) throw new ArgumentException($"Epoch {epoch} of the night to follow is {Stages[epoch]}; it must be W to R.");
            if (LogPowers[epoch].Length != SleepEdfBandPowers.Values || !LogPowers[epoch].All(double.IsFinite))
                throw new ArgumentException($"Epoch {epoch} of the night to follow needs {SleepEdfBandPowers.Values} finite band powers.");
        }
    }
}

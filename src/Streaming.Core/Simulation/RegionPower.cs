namespace Streaming.Core.Simulation;

/// <summary>Power of one band by region in one second, µV².</summary>
/// <param name="Around">Frontal, mean of the seconds around: what a wave must stand out of.</param>
internal readonly record struct RegionPower(double Frontal, double Central, double Occipital, double Around);

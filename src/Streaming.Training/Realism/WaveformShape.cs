namespace Streaming.Training.Realism;

/// <summary>What an epoch's waveform is like, whatever its gain.</summary>
/// <param name="Kurtosis">Of the amplitudes between 0.5 and 30 Hz; 3 for normal ones.</param>
/// <param name="DeltaModulation">Deviation of the natural log of delta power over windows of 2.56 s.</param>
/// <param name="SigmaModulation">The same of 12-16 Hz.</param>
internal readonly record struct WaveformShape(double Kurtosis, double DeltaModulation, double SigmaModulation);

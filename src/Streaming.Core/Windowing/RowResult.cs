using Streaming.Core.Quality;

namespace Streaming.Core.Windowing;

/// <summary>One row of one epoch.</summary>
/// <param name="Samples">3000 filtered samples, µV, NaN where lost.</param>
/// <param name="ScaleMicrovolts">What the network's row is divided by.</param>
/// <param name="LostShare">Lost columns, 0 to 1.</param>
/// <param name="IsFlat">The signal did not move by more than two digital steps.</param>
/// <param name="Fault">Why nothing may be staged from one of its channels, or null.</param>
internal readonly record struct RowResult(float[] Samples, double ScaleMicrovolts, double LostShare, bool IsFlat, SignalFault? Fault = null);

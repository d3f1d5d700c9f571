using Streaming.Core.Quality;

namespace Streaming.Core.Simulation;

/// <summary>Something wrong with one channel of a recording for a while, at a known place.</summary>
/// <param name="Channel">The channel's number.</param>
/// <param name="Fault">What.</param>
/// <param name="FromSecond">Study time.</param>
/// <param name="ToSecond">Behind its last second.</param>
/// <param name="Amount">Disconnected: µV of mains over 1 µV of noise. Clipped: µV below the limit at which the baseline stands. Hum, pops: µV. Noisy: µV root
/// mean square. Implausible amplitude: times. Missing, flat: nothing.</param>
public readonly record struct InjectedFault(int Channel, SignalFault Fault, int FromSecond, int ToSecond, double Amount);

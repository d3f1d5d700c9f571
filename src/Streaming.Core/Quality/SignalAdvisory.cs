using Streaming.Core.Signals;

namespace Streaming.Core.Quality;

/// <summary>A fault that lasts is told when it begins and when it is over, not in between.</summary>
/// <param name="Channel">The channel's number.</param>
/// <param name="Fault">Which.</param>
/// <param name="OnsetSeconds">Study time. Names the advisory together with channel and fault.</param>
/// <param name="EndSeconds">Study time; null: it begins.</param>
/// <param name="IsStaged">The channel may fill a row.</param>
/// <param name="Amount">As of <see cref="ChannelFault"/>, in the epoch that told.</param>
public readonly record struct SignalAdvisory(
    int Channel, SignalFault Fault, Rational OnsetSeconds, Rational? EndSeconds, bool IsStaged, double Amount);

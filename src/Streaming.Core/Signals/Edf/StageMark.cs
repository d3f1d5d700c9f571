using Streaming.Core.Staging;

namespace Streaming.Core.Signals.Edf;

/// <summary>A stage annotation as it was written; others may lie on top of it.</summary>
/// <param name="StartSeconds">Study time.</param>
/// <param name="LengthSeconds">Null or 0: none was written.</param>
/// <param name="Stage">Null where the scorer gave none.</param>
internal readonly record struct StageMark(Rational StartSeconds, Rational? LengthSeconds, Stage? Stage);

using Streaming.Core.Staging;

namespace Streaming.Core.Signals.Edf;

/// <summary>A stretch of one stage as annotated.</summary>
/// <param name="StartSeconds">Study time.</param>
/// <param name="EndSeconds">Study time; not before the start.</param>
/// <param name="Stage">Null where the scorer gave none (<c>?</c>, movement, generic <c>N</c>).</param>
public readonly record struct StageRun(Rational StartSeconds, Rational EndSeconds, Stage? Stage);

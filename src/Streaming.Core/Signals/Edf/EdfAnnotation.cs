namespace Streaming.Core.Signals.Edf;

/// <summary>One annotation of an EDF+ file.</summary>
/// <param name="OnsetSeconds">Seconds after the header's start date and time, as written, exact to a nanosecond.</param>
/// <param name="DurationSeconds">Length where one is written; never negative.</param>
/// <param name="Text">Its text.</param>
public sealed record EdfAnnotation(Rational OnsetSeconds, Rational? DurationSeconds, string Text);

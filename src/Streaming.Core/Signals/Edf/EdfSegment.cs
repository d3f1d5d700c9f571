namespace Streaming.Core.Signals.Edf;

/// <summary>Data records without a gap between them.</summary>
/// <param name="FirstRecord">Number of the first record, from 0.</param>
/// <param name="RecordCount">How many.</param>
/// <param name="StartSeconds">Study time of the first sample: seconds after the file's first sample.</param>
public readonly record struct EdfSegment(long FirstRecord, long RecordCount, Rational StartSeconds);

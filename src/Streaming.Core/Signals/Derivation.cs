namespace Streaming.Core.Signals;

/// <summary>What one row of the picture shows: one channel, or the difference of two.</summary>
/// <param name="Row">The row it fills.</param>
/// <param name="Name">Canonical name, e.g. <c>C4-M1</c>; named on every result.</param>
/// <param name="Positive">Number of the channel.</param>
/// <param name="Negative">Number of the channel subtracted from it; null where the recording is already referenced.</param>
/// <param name="IsFallback">Not the recommended derivation of the row.</param>
public sealed record Derivation(DerivationRow Row, string Name, int Positive, int? Negative, bool IsFallback);

namespace Streaming.Core.Signals;

/// <summary>What a channel's label says it measures, in canonical names.</summary>
/// <param name="Positive">Electrode: <c>C4</c>, <c>E1</c>, <c>Chin1</c>; or a ready-made channel: <c>Chin</c>, <c>EOG horizontal</c>.</param>
/// <param name="Negative">What it is measured against: <c>M1</c>, <c>CLE</c>; null where the label does not say.</param>
public sealed record ElectrodePair(string Positive, string? Negative)
{
    /// <summary>The canonical derivation name, e.g. <c>C4-M1</c>.</summary>
    public string Name => Negative is null ? Positive : $"{Positive}-{Negative}";
}

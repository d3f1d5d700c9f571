namespace Streaming.Core.Signals;

/// <summary>One recording at one bed. Immutable: a change of anything is a new study with a new id.</summary>
/// <param name="Id">Fresh for every run.</param>
/// <param name="Start">Wall clock at sample index 0; for people, never for placing samples.</param>
/// <param name="EpochOriginSeconds">Start of epoch 0 after sample index 0, seconds, exact, not negative.</param>
/// <param name="Channels">In the order of their numbers.</param>
public sealed record Study(Guid Id, DateTimeOffset Start, Rational EpochOriginSeconds, IReadOnlyList<Channel> Channels)
{
    /// <summary>Pseudonym of the subject; never an identity.</summary>
    public string Pseudonym { get; init; } = "";
}

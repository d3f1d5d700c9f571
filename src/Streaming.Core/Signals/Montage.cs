namespace Streaming.Core.Signals;

/// <summary>Which derivation fills each row of the picture, resolved from the names of a study's channels.</summary>
/// <remarks>Nothing is assumed: an EEG channel whose reference is not known fills no row until a person states it
/// (<see cref="DerivationMap"/>).</remarks>
public sealed class Montage
{
    private Montage(IReadOnlyList<Derivation?> rows, IReadOnlyList<Derivation?> alternatives, IReadOnlyList<string> remarks)
    {
        Rows = rows;
        Alternatives = alternatives;
        Remarks = remarks;
    }

    /// <summary>Six entries by <see cref="DerivationRow"/>; null where the study has nothing for the row.</summary>
    public IReadOnlyList<Derivation?> Rows { get; }

    /// <summary>By row: what fills it while its derivation is not usable (AASM backup electrodes); null where the study records nothing else for the
    /// row.</summary>
    public IReadOnlyList<Derivation?> Alternatives { get; }

    /// <summary>What was not used and why, and what falls short of the AASM recommendations, in plain words.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Picks for every row the first derivation of its order of preference that the study records or that two channels give.</summary>
    public static Montage Resolve(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        var resolver = new MontageResolver(study);
        var rows = resolver.Rows();
        return new Montage(rows, resolver.Alternatives(rows), resolver.Remarks);
    }

    /// <summary>The same rows, and nothing in their place.</summary>
    public Montage WithoutAlternatives() => new(Rows, [.. Rows.Select(_ => (Derivation?)null)], Remarks);
}

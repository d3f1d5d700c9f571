using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>Slow waves of one epoch in one derivation: 0.5-2 Hz, tall enough.</summary>
/// <param name="Row">Frontal where there is one, else central, else occipital.</param>
/// <param name="Count">Waves.</param>
/// <param name="Share">Part of the epoch's 30 s that they fill, 0 to 1.</param>
/// <param name="PeakToPeakMicrovolts">Mean over the waves, as the recorder states its gain; 0 without any.</param>
/// <param name="IsAbsolute">The limit was 75 µV (trusted gain, frontal against a mastoid); else a multiple of the row's running scale, and no rule
/// in µV may be cited.</param>
public readonly record struct SlowActivity(DerivationRow Row, int Count, double Share, double PeakToPeakMicrovolts, bool IsAbsolute)
{
    /// <summary>Share of an epoch from which on slow waves make it N3 (AASM N3.1).</summary>
    public const double LeastN3Share = 0.2;

    /// <summary>As much as N3 asks for. Where microvolts are not trusted this is no more than a sign.</summary>
    public bool IsAsInN3 => Share >= LeastN3Share;
}

using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>How far a machine's stage can be expected to be a person's, in three levels. The model's confidence was calibrated on simulated signals
/// only, so no number is given.</summary>
internal static class AgreementLevels
{
    /// <summary>From here on an epoch is likelier right than people agree with one another.</summary>
    public const double HighEpoch = 0.85;

    private const double MediumEpoch = 0.6;

    // Scorers agree on 0.83 of the epochs (Rosenberg and Van Hout, J Clin Sleep Med 2013).
    private const double HighNight = 0.83, MediumNight = 0.7;

    // A network that the rules contradict, or that sees what it never saw, is worth little more than a coin between two stages.
    private const double Doubtful = 0.5;

    /// <summary>0..1; for sums and comparisons within the service only.</summary>
    public static double Chance(StageReport report)
    {
        if (!report.Unreviewed) return 1;
        return report.Reason is { Contradiction: true } || report.OutOfDistribution ? Math.Min(report.Confidence, Doubtful) : report.Confidence;
    }

    public static ExpectedAgreement OfEpoch(StageReport report) => Level(Chance(report), MediumEpoch, HighEpoch);

    /// <param name="expected">Sum of the epochs' chances.</param>
    /// <param name="epochs">Scorable ones.</param>
    public static ExpectedAgreement OfNight(double expected, int epochs) =>
        epochs == 0 ? ExpectedAgreement.Unspecified : Level(expected / epochs, MediumNight, HighNight);

    private static ExpectedAgreement Level(double chance, double medium, double high) =>
        chance >= high ? ExpectedAgreement.High : chance >= medium ? ExpectedAgreement.Medium : ExpectedAgreement.Low;
}

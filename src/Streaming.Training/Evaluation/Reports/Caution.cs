using static System.FormattableString;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>What must be said beside figures that look like more than they are.</summary>
internal static class Caution
{
    /// <summary>Fewer subjects than this tell nothing of how a figure varies from person to person.</summary>
    public const int FewSubjects = 5;

    /// <summary>Of whom figures were measured on; null where there are enough.</summary>
    public static string? OfTest(int subjects) => subjects switch
    {
        1 => "1 test subject: this says nothing about other people",
        > 1 and < FewSubjects => Invariant($"{subjects} test subjects: too few to say much about other people"),
        _ => null,
    };

    /// <summary>Of whom temperature, smoother and limits were fitted to; null where there are enough.</summary>
    public static string? OfCalibration(int subjects) => subjects switch
    {
        1 => "1 calibration subject: temperature, smoother and confidence fit that person, nobody else is known to",
        > 1 and < FewSubjects => Invariant($"{subjects} calibration subjects: temperature, smoother and confidence fit few people"),
        _ => null,
    };

    /// <summary>Of figures on subjects the model has learnt from.</summary>
    public static string Of(SeenRow seen) => $"{seen.Sentence()}: figures on these say how well it remembers, not how it reads other people";
}

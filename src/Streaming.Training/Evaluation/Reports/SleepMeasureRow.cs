namespace Streaming.Training.Evaluation.Reports;

/// <summary>A measure of the night by the model's hypnogram against the same by the reference's.</summary>
/// <param name="Subjects">Of whom both have it: without any sleep there is no latency.</param>
/// <param name="Reference">Mean of the reference's.</param>
/// <param name="Bias">Mean of model minus reference.</param>
/// <param name="Low">Lower 95 % limit of agreement; null for too few subjects.</param>
/// <param name="High">Upper limit; null with the lower.</param>
/// <param name="Limits">How the limits were found, or why there are none.</param>
internal sealed record SleepMeasureRow(string Measure, int Subjects, double? Reference, double? Bias, double? Low, double? High, string Limits)
{
    /// <summary>That these subjects' figures rest on; null in reports from before.</summary>
    public int? Nights { get; init; }
}

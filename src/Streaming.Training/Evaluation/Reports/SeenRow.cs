using Streaming.Scoring;
using static System.FormattableString;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>A data set in which a model meets subjects it has learnt from: its figures there say how well it remembers.</summary>
/// <param name="Subjects">All of the data set's.</param>
/// <param name="Trained">Pseudonyms of those who trained it.</param>
/// <param name="Calibrated">Pseudonyms of those who calibrated it.</param>
internal sealed record SeenRow(string Model, string Data, int Subjects, IReadOnlyList<string> Trained, IReadOnlyList<string> Calibrated)
{
    /// <summary>Null where the model has learnt from none of them, or its manifest does not say from whom.</summary>
    public static SeenRow? Of(string model, string data, IReadOnlyCollection<string> subjects, ModelManifest manifest)
    {
        if (manifest.TrainedOn is not { } known) return null;
        string[] Among(IReadOnlyList<string> names) => [.. names.Intersect(subjects, StringComparer.Ordinal)];
        var row = new SeenRow(model, data, subjects.Distinct(StringComparer.Ordinal).Count(), Among(known.Training), Among(known.Calibration));
        return row.Trained.Count + row.Calibrated.Count > 0 ? row : null;
    }

    /// <summary><c>6 of 8 subjects trained this model, 1 calibrated it</c>.</summary>
    public string Sentence() => Invariant($"{Trained.Count} of {Subjects} subjects trained this model, {Calibrated.Count} calibrated it");
}

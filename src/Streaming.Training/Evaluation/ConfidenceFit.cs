using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>Holds the confidence in W, N1 and R, where only brain rows are drawn, to the share of such decisions that were right on validation
/// nights.</summary>
internal static class ConfidenceFit
{
    private const int FewDecisions = 20;
    private static readonly Stage[] Held = [Stage.W, Stage.N1, Stage.R];

    /// <param name="nights">Without eyes and chin.</param>
    public static ConfidenceCaps Of(IReadOnlyList<ReadNight> nights, SmootherSpec spec)
    {
        var confusion = new ConfusionMatrix();
        foreach (var night in nights) confusion.Add(Agreement.Of(night.Truth, night.Smooth(spec).FinalStages).Confusion);
        var agreement = new Agreement(confusion);
        var caps = new double[SmootherSpec.Classes];
        Array.Fill(caps, 1);
        foreach (var stage in Held)
        {
            var precision = confusion.CandidateTotal(stage) < FewDecisions ? null : agreement.PerClass[(int)stage].Precision;
            caps[(int)stage] = Math.Round(precision ?? (double.IsNaN(agreement.Accuracy) ? 1.0 / SmootherSpec.Classes : agreement.Accuracy), 3);
        }
        return new ConfidenceCaps { EegOnly = caps };
    }
}

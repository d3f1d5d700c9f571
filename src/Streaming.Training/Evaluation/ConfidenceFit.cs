using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>Holds the confidence in W, N1 and R, where only brain rows are drawn, to the share of such decisions that were right on validation
/// nights. What was hardly decided there is known of nothing: it is held to no more than even odds, nor than the least that was measured.</summary>
internal static class ConfidenceFit
{
    public const int FewDecisions = 20;
    private const double EvenOdds = 0.5;
    private static readonly Stage[] Held = [Stage.W, Stage.N1, Stage.R];

    /// <param name="nights">Without eyes and chin.</param>
    public static ConfidenceCaps Of(IReadOnlyList<ReadNight> nights, SmootherSpec spec)
    {
        var confusion = new ConfusionMatrix();
        foreach (var night in nights) confusion.Add(Agreement.Of(night.Truth, night.Smooth(spec).FinalStages).Confusion);
        var agreement = new Agreement(confusion);
        var caps = new double[SmootherSpec.Classes];
        Array.Fill(caps, 1);
        Stage[] assumed = [.. Held.Where(stage => confusion.CandidateTotal(stage) < FewDecisions)];
        foreach (var stage in Held.Except(assumed)) caps[(int)stage] = Math.Round(agreement.PerClass[(int)stage].Precision!.Value, 3);
        var least = Held.Except(assumed).Select(stage => caps[(int)stage]).Append(EvenOdds).Min();
        foreach (var stage in assumed) caps[(int)stage] = least;
        return new ConfidenceCaps { EegOnly = caps, Assumed = assumed.Length > 0 ? assumed : null };
    }
}

using Streaming.Core.Hypnogram;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>What people did to a night, held against what the machine had said.</summary>
internal static class ReviewSummaryWriter
{
    /// <param name="night">With signatures and lights.</param>
    /// <param name="standing">The highest revision of each epoch.</param>
    /// <param name="automatic">The machine's last word on each epoch; asked for only where a person has spoken.</param>
    public static ReviewSummary Write(Night night, IReadOnlyList<StageReport> standing, Func<IReadOnlyList<StageReport>> automatic)
    {
        var reviewed = standing.Where(report => report.Revision == Revision.Overridden).ToList();
        var machine = reviewed.Count == 0 ? standing : automatic();
        var summary = new ReviewSummary
        {
            Epochs = standing.Count,
            ReviewedEpochs = reviewed.Count,
            Signed = NightWriter.SignatureOf(night.Signatures) is not null,
            Automatic = reviewed.Count == 0 ? night.Statistics.Clone() : StatisticsWriter.Write(night, machine),
        };
        if (reviewed.Count > 0) (summary.FirstReviewedEpoch, summary.LastReviewedEpoch) = (reviewed[0].Epoch, reviewed[^1].Epoch);
        Compare(summary, machine, standing);
        return summary;
    }

    private static void Compare(ReviewSummary summary, IReadOnlyList<StageReport> machine, IReadOnlyList<StageReport> standing)
    {
        var byEpoch = machine.ToDictionary(report => report.Epoch);
        summary.ChangedEpochs = standing.Count(report => byEpoch.TryGetValue(report.Epoch, out var before) && before.Stage != report.Stage);
        var (reference, candidate) = (StatisticsWriter.Stages(standing), StatisticsWriter.Stages(machine));
        if (reference.Count != candidate.Count) return;
        var agreement = Agreement.Of(reference, candidate);
        if (agreement.Epochs == 0) return;
        summary.Agreement = agreement.Accuracy;
        if (!double.IsNaN(agreement.Kappa)) summary.Kappa = agreement.Kappa;
    }
}

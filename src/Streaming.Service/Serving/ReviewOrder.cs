using System.Globalization;
using Streaming.Core.Evidence;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>The epochs that most deserve a human eye first: the likelier the stage that stands is wrong, the more a look is worth.</summary>
internal static class ReviewOrder
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 5000;

    private static readonly string[] Names = ["W", "N1", "N2", "N3", "R"];

    /// <param name="reports">The highest revision of each epoch.</param>
    /// <param name="limit">0: fifty.</param>
    public static ReviewQueueResponse Of(IReadOnlyList<StageReport> reports, int limit)
    {
        if (limit is < 0 or > MaximumLimit) throw RequestCheck.Invalid("limit", $"{limit} is not in 0..{MaximumLimit}");
        var scorable = reports.Where(report => report.Stage != Stage.Unscorable).ToList();
        var waiting = scorable.Where(report => report.Unreviewed).OrderByDescending(ExpectedGain).ThenBy(report => report.Epoch).ToList();
        var chosen = waiting.Take(limit == 0 ? DefaultLimit : limit).ToList();
        var now = scorable.Sum(AgreementLevels.Chance);
        return new ReviewQueueResponse
        {
            Reports = { chosen },
            Items = { chosen.Select(report => new ReviewItem { Epoch = report.Epoch, Expected = AgreementLevels.OfEpoch(report), Why = Why(report) }) },
            NightNow = AgreementLevels.OfNight(now, scorable.Count),
            NightAfter = AgreementLevels.OfNight(now + chosen.Sum(report => 1 - AgreementLevels.Chance(report)), scorable.Count),
            UnreviewedEpochs = waiting.Count,
        };
    }

    private static double ExpectedGain(StageReport report) =>
        ReviewGain.Of(report.Confidence, report.Reason is { Contradiction: true }, report.OutOfDistribution);

    private static string Why(StageReport report)
    {
        var words = new List<string>();
        if (report.Reason is { Contradiction: true }) words.Add("the rules speak against it");
        if (report.OutOfDistribution) words.Add("unlike anything the model was trained on");
        if (RunnerUp(report) is { } runnerUp) words.Add(runnerUp);
        if (report.Calibrating) words.Add("still calibrating");
        return words.Count == 0 ? "none better to look at" : string.Join("; ", words);
    }

    private static string? RunnerUp(StageReport report)
    {
        if (report.Confidence >= AgreementLevels.HighEpoch || report.Probabilities.Count != Names.Length) return null;
        var ranked = report.Probabilities.Select((probability, stage) => (probability, stage)).OrderByDescending(entry => entry.probability).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Names[ranked[0].stage]} {ranked[0].probability:0.00} against {Names[ranked[1].stage]} {ranked[1].probability:0.00}");
    }
}

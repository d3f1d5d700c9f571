using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>The epochs that most deserve a human eye first: the likelier the stage that stands is wrong, the more a look is worth.</summary>
internal static class ReviewOrder
{
    private const int DefaultLimit = 50;
    private const int MaximumLimit = 5000;

    /// <summary>A contradiction between the network and the rules says more than the network's own confidence does.</summary>
    private const double ContradictionGain = 0.5;

    /// <param name="reports">The highest revision of each epoch.</param>
    /// <param name="limit">0: fifty.</param>
    public static IReadOnlyList<StageReport> Of(IEnumerable<StageReport> reports, int limit)
    {
        if (limit is < 0 or > MaximumLimit) throw RequestCheck.Invalid("limit", $"{limit} is not in 0..{MaximumLimit}");
        return [.. reports.Where(report => report.Revision != Revision.Overridden && report.Stage != Stage.Unscorable)
            .OrderByDescending(ExpectedGain).ThenBy(report => report.Epoch).Take(limit == 0 ? DefaultLimit : limit)];
    }

    private static double ExpectedGain(StageReport report) => 1 - report.Confidence + (report.Reason is { Contradiction: true } ? ContradictionGain : 0);
}

using System.Globalization;
using Streaming.Core.Evidence;
using Streaming.Core.Staging;

namespace Streaming.Training.Explaining;

/// <summary>How many of a night's wrong stages a person finds who looks at so much of it, in the order of the review queue.</summary>
/// <remarks>Each night is ordered by itself; an epoch unlike the training data is not told apart here.</remarks>
internal sealed class ReviewTally
{
    private static readonly double[] s_shares = [0.05, 0.1, 0.2];
    private readonly int[] _queue = new int[s_shares.Length];
    private readonly int[] _confidence = new int[s_shares.Length];
    private int _epochs;
    private int _wrong;

    /// <param name="reasons">Of the decisions that stand, by epoch.</param>
    /// <param name="reference">By epoch; what is open is passed over.</param>
    public void Add(IReadOnlyList<Reason> reasons, IReadOnlyList<Stage?> reference)
    {
        var night = reasons.Zip(reference).Where(epoch => epoch.Second is not null && epoch.First.Stage != Stage.Unscorable)
            .Select(epoch => (Reason: epoch.First, IsWrong: epoch.First.Stage != epoch.Second)).ToList();
        _epochs += night.Count;
        _wrong += night.Count(epoch => epoch.IsWrong);
        Count(_queue, [.. night.OrderByDescending(epoch => ReviewGain.Of(epoch.Reason.Confidence, epoch.Reason.IsContradicted, false)).Select(epoch => epoch.IsWrong)]);
        Count(_confidence, [.. night.OrderBy(epoch => epoch.Reason.Confidence).Select(epoch => epoch.IsWrong)]);
    }

    /// <summary>For each share of the epochs that is looked at, the share of the wrong ones in it; nothing where nothing is wrong.</summary>
    public IEnumerable<string> Lines() => _wrong == 0 ? [] : s_shares.Select((share, n) => string.Create(CultureInfo.InvariantCulture,
        $"REVIEW looked_at={share:f2} wrong_found={(double)_queue[n] / _wrong:f3} by_confidence_alone={(double)_confidence[n] / _wrong:f3} (epochs={_epochs}, wrong={_wrong})"));

    private static void Count(int[] into, bool[] wrong)
    {
        for (var n = 0; n < s_shares.Length; n++)
            into[n] += wrong.Take((int)Math.Round(s_shares[n] * wrong.Length, MidpointRounding.AwayFromZero)).Count(isWrong => isWrong);
    }
}

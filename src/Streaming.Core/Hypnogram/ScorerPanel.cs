using Streaming.Core.Staging;

namespace Streaming.Core.Hypnogram;

/// <summary>Several people scored the same nights: how far they agree is the ceiling for any program held against one of them.</summary>
/// <remarks>Consensus is the stage most scorers give; where as many give another, the most reliable of those scorers decides. Reliable is who
/// agrees best with the others pairwise, over all nights (after Guillot and others, IEEE TNSRE 2020).</remarks>
public sealed class ScorerPanel
{
    private readonly int[] _byReliability;

    /// <param name="scorers">At least two.</param>
    /// <param name="nights">One a subject; each has every scorer's stages.</param>
    /// <exception cref="ArgumentException">Too few scorers, or a night whose scorings do not fit; names it.</exception>
    public ScorerPanel(IReadOnlyList<string> scorers, IReadOnlyList<PanelNight> nights)
    {
        if (scorers.Count < 2) throw new ArgumentException($"A panel needs 2 scorers at least, not {scorers.Count}.", nameof(scorers));
        foreach (var night in nights)
        {
            if (night.Stages.Count != scorers.Count || night.Stages.Any(stages => stages.Count != night.Stages[0].Count))
                throw new ArgumentException($"Night {night.Subject} does not have {scorers.Count} scorings of one length.", nameof(nights));
        }
        (Scorers, Nights) = (scorers, nights);
        var all = Enumerable.Range(0, scorers.Count).ToArray();
        _byReliability = [.. all.OrderByDescending(scorer => all.Where(other => other != scorer).Average(other => Reliability(Total(Pair(scorer, other)))))];
    }

    /// <summary>Names, in the order of every night's scorings.</summary>
    public IReadOnlyList<string> Scorers { get; }

    public IReadOnlyList<PanelNight> Nights { get; }

    /// <summary>One scorer held against another, by night.</summary>
    public IReadOnlyList<ScoredNight> Pair(int candidate, int reference) =>
        [.. Nights.Select(night => new ScoredNight(night.Stages[reference], night.Stages[candidate]))];

    /// <summary>One scorer held against what the others agree on, by night.</summary>
    public IReadOnlyList<ScoredNight> AgainstOthers(int candidate) =>
        [.. Nights.Select((night, n) => new ScoredNight(Consensus(n, candidate), night.Stages[candidate]))];

    /// <summary>What the scorers agree on, by epoch of a night; null where nobody scored.</summary>
    /// <param name="night">Number of the night.</param>
    /// <param name="without">A scorer who has no say; none if absent.</param>
    public IReadOnlyList<Stage?> Consensus(int night, int? without = null)
    {
        var heard = _byReliability.Where(scorer => scorer != without).Select(scorer => Nights[night].Stages[scorer]).ToArray();
        return [.. Enumerable.Range(0, heard[0].Count).Select(epoch => Majority(heard.Select(stages => stages[epoch])))];
    }

    // Votes come in order of reliability, and GroupBy keeps the order of first appearance: of equals the most reliable scorer's is taken.
    private static Stage? Majority(IEnumerable<Stage?> votes) =>
        votes.Where(Hypnogram.IsScored).GroupBy(stage => stage).MaxBy(group => group.Count())?.Key;

    // Two who give one and the same stage throughout have no κ and do not disagree.
    private static double Reliability(Agreement pair) => double.IsNaN(pair.Kappa) ? pair.Accuracy : pair.Kappa;

    private static Agreement Total(IReadOnlyList<ScoredNight> nights)
    {
        var confusion = new ConfusionMatrix();
        foreach (var night in nights) confusion.Add(night.Confusion);
        return new Agreement(confusion);
    }
}

namespace Streaming.Training.Explaining;

/// <summary>How well one detector finds the events of one kind: each found once, each finding right once.</summary>
/// <remarks>Truth and finding match where they share at least a fifth of the shorter of the two (after Warby et al. 2014, Nat Methods 11:385-392,
/// who ask for a fifth); events of one kind that overlap are one.</remarks>
internal sealed class DetectorTally
{
    private const double LeastShare = 0.2;

    public int Found { get; private set; }

    public int Missed { get; private set; }

    public int False { get; private set; }

    /// <summary>Findings that match nothing.</summary>
    public List<EventSpan> FalseSpans { get; } = [];

    /// <summary>Events that nothing matches.</summary>
    public List<EventSpan> MissedSpans { get; } = [];

    public double Precision => Found + False == 0 ? double.NaN : (double)Found / (Found + False);

    public double Recall => Found + Missed == 0 ? double.NaN : (double)Found / (Found + Missed);

    public double F1 => 2 * Found + Missed + False == 0 ? double.NaN : 2.0 * Found / (2 * Found + Missed + False);

    /// <summary>Adds one night.</summary>
    public void Add(IEnumerable<EventSpan> truth, IEnumerable<EventSpan> findings)
    {
        var (there, said) = (EventSpan.Joined(truth), EventSpan.Joined(findings));
        var (matched, first) = (0, 0);
        var taken = new bool[said.Count];
        foreach (var real in there)
        {
            while (first < said.Count && said[first].To < real.From) first++;
            var (best, share) = (-1, 0.0);
            for (var i = first; i < said.Count && said[i].From < real.To; i++)
            {
                var overlap = real.Overlap(said[i]) / Math.Min(real.Seconds, said[i].Seconds);
                if (!taken[i] && overlap >= LeastShare && overlap > share) (best, share) = (i, overlap);
            }
            if (best < 0) MissedSpans.Add(real);
            else (taken[best], matched) = (true, matched + 1);
        }
        FalseSpans.AddRange(said.Where((_, i) => !taken[i]));
        (Found, Missed, False) = (Found + matched, Missed + there.Count - matched, False + said.Count - matched);
    }

    /// <summary>Adds what another has counted; places stay with it.</summary>
    public void Add(DetectorTally other) => (Found, Missed, False) = (Found + other.Found, Missed + other.Missed, False + other.False);
}

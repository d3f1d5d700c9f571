using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>K-complexes: a sharp negative wave followed at once by a positive one, at least 0.5 s in all, that stands out from what is around it
/// (AASM).</summary>
/// <remarks>Matched filter: the mean shape at four durations is laid over the row at every place. Candidates are judged by <see cref="KComplexScore"/>.
/// Buffers are kept from epoch to epoch, one set a thread.</remarks>
internal sealed class KComplexDetector
{
    /// <summary>Places a second: plenty below 4 Hz.</summary>
    public const int RateHz = 25;

    /// <summary>Samples from place to place.</summary>
    public const int Every = Epoch.RateHz / RateHz;

    private const int Places = EpochSignals.Samples / Every;
    private const int Apart = 5; // places before a candidate that are its own
    private const double LeastRank = 2, LeastMicrovolts = 20, LeastFit = 0.75, LeastTrough = 0.25;
    private static readonly KComplexTemplate[] s_templates = [new(0.6, RateHz), new(0.75, RateHz), new(0.95, RateHz), new(1.2, RateHz)];

    [ThreadStatic]
    private static KComplexDetector? s_mine;

    private readonly TemplateFit[] _fits = [.. s_templates.Select(template => new TemplateFit(template, Places))];
    private readonly double[] _signal = new double[Places];
    private readonly double[] _plain = new double[Places + 1];
    private readonly double[] _indexed = new double[Places + 1];
    private readonly double[] _squares = new double[Places + 1];
    private readonly double[] _typical = new double[s_templates.Length];
    private readonly List<(double Rank, int Place, int Template)> _candidates = [];
    private readonly bool[] _taken = new bool[Places];

    public static void Find(EpochSignals signals, FindingList into)
    {
        for (var lane = 0; lane < EpochSignals.EegLanes; lane++)
        {
            if (!signals.Has(lane)) continue;
            (s_mine ??= new KComplexDetector()).Find(signals, lane, into);
            return; // the frontal row, else the central, else the occipital one
        }
    }

    private void Find(EpochSignals signals, int lane, FindingList into)
    {
        Take(signals.Delta, lane);
        Rank();
        Array.Clear(_taken);
        foreach (var (_, place, template) in _candidates)
        {
            var fit = _fits[template];
            var (from, to) = (Math.Max(0, place - Apart), place + fit.Template.Weights.Length);
            var own = _taken.AsSpan(from, Math.Min(to, Places) - from);
            if (own.Contains(true)) continue;
            own.Fill(true);
            if (fit.Fits[place] < LeastFit || fit.Sizes[place] * fit.Template.Height < LeastMicrovolts * signals.Unit(lane)) continue;
            if (KComplexScore.IsOne(fit, place, lane, _typical[template], signals)) Add(signals, lane, place, fit.Template, into);
        }
    }

    private void Take(ReadOnlySpan<double> delta, int lane)
    {
        for (var n = 0; n < Places; n++)
        {
            var value = delta[n * Every * EpochSignals.Lanes + lane];
            _signal[n] = value;
            _plain[n + 1] = _plain[n] + value;
            _indexed[n + 1] = _indexed[n] + value * n;
            _squares[n + 1] = _squares[n] + value * value;
        }
        foreach (var fit in _fits) fit.Read(_signal, (_plain, _indexed, _squares));
    }

    // Best first: large against what is usual in this epoch, and a good fit.
    private void Rank()
    {
        _candidates.Clear();
        for (var template = 0; template < _fits.Length; template++) _typical[template] = KComplexScore.Typical(_fits[template].Sizes);
        for (var place = 0; place < Places; place++)
        {
            var best = (Rank: LeastRank, Place: place, Template: -1);
            for (var template = 0; template < _fits.Length && place < _fits[template].Sizes.Length; template++)
            {
                var (size, fit) = (_fits[template].Sizes[place], _fits[template].Fits[place]);
                if (size * fit * fit > best.Rank * _typical[template]) best = (size * fit * fit / _typical[template], place, template);
            }
            if (best.Template >= 0) _candidates.Add(best);
        }
        _candidates.Sort(static (a, b) => a.Rank != b.Rank ? b.Rank.CompareTo(a.Rank) : a.Place.CompareTo(b.Place));
    }

    private static void Add(EpochSignals signals, int lane, int place, KComplexTemplate template, FindingList into)
    {
        var from = place * Every;
        var to = Math.Min(EpochSignals.Samples, from + (int)Math.Floor(template.Seconds * Epoch.RateHz + 0.5));
        if (signals.IsLost(lane, from, to)) return;
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in signals.DeltaLanes[from..to]) (least, greatest) = (Math.Min(least, value[lane]), Math.Max(greatest, value[lane]));
        var level = 0.5 * (signals.DeltaLanes[from][lane] + signals.DeltaLanes[to - 1][lane]);
        if (level - least < LeastTrough * (greatest - least)) return; // what goes down from where it begins and ends is what makes it one
        into.Join(FindingKind.KComplex, lane, from, to, greatest - least);
    }
}

using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>What lies about a fit of the template, in parts of the fit: a K-complex stands alone where a slow wave is one of many.</summary>
internal readonly ref struct KComplexSurroundings
{
    private const int SecondPlaces = KComplexDetector.RateHz, Places = Epoch.Samples / KComplexDetector.Every;
    private const int Gap = 2, Beside = 3, Reach = 6, FallPlaces = 5, OnsetPlaces = 12; // 25 a second
    private const int FewPlaces = 8, Rank = 20;
    private const double UnknownRange = 0.5, UnknownWave = 0.3; // where the epoch ends

    private readonly TemplateFit _fit;
    private readonly ReadOnlySpan<double> _band;
    private readonly int _place, _lane, _length;

    public KComplexSurroundings(TemplateFit fit, int place, int lane, EpochSignals signals)
    {
        (_fit, _place, _lane, _length) = (fit, place, lane, fit.Template.Weights.Length);
        _band = signals.Delta;
        var (trough, least, greatest) = (place, double.PositiveInfinity, double.NegativeInfinity);
        for (var n = place; n < place + _length; n++)
        {
            if (At(n) < least) (trough, least) = (n, At(n));
            greatest = Math.Max(greatest, At(n));
        }
        var height = Math.Max(greatest - least, 1e-9);
        Before = Range(Math.Max(0, place - Beside - SecondPlaces), Math.Max(1, place - Gap)) / height ?? UnknownRange;
        After = Range(place + _length + Gap, Math.Min(Places, place + _length + Beside + SecondPlaces)) / height ?? UnknownRange;
        WaveBefore = Tallest(place - _length - SecondPlaces, place - _length + Reach);
        WaveAfter = Tallest(place + _length - Reach, place + _length + SecondPlaces);
        Others = Ranked();
        Onset = At(Math.Max(0, trough - OnsetPlaces)) / height;
        Fall = (At(Math.Max(0, trough - FallPlaces)) - least) / height;
    }

    /// <summary>Peak to peak of the second before.</summary>
    public double Before { get; }

    /// <summary>Peak to peak of the second after.</summary>
    public double After { get; }

    /// <summary>Largest fit, up or down, just before.</summary>
    public double WaveBefore { get; }

    /// <summary>Largest fit, up or down, just after.</summary>
    public double WaveAfter { get; }

    /// <summary>What few other places of the epoch (twenty, 0.8 s) exceed: where slow waves go on, it is near 1.</summary>
    public double Others { get; }

    /// <summary>Level half a second before the trough.</summary>
    public double Onset { get; }

    /// <summary>How far it falls in the last fifth of a second before the trough.</summary>
    public double Fall { get; }

    private double At(int n) => _band[n * KComplexDetector.Every * EpochSignals.Lanes + _lane];

    private double? Range(int from, int to)
    {
        if (to - from <= FewPlaces) return null;
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var n = from; n < to; n++) (least, greatest) = (Math.Min(least, At(n)), Math.Max(greatest, At(n)));
        return greatest - least;
    }

    private double Tallest(int from, int to)
    {
        var sizes = _fit.Sizes;
        var (first, end, tallest) = (Math.Max(0, from), Math.Min(sizes.Length, to), 0.0);
        if (end <= first) return UnknownWave;
        for (var n = first; n < end; n++) tallest = Math.Max(tallest, Math.Abs(sizes[n]));
        return tallest / sizes[_place];
    }

    private double Ranked()
    {
        var sizes = _fit.Sizes;
        Span<double> most = stackalloc double[Rank + 1]; // in order, the greatest first
        most.Fill(double.NegativeInfinity);
        for (var n = 0; n < sizes.Length; n++)
        {
            if ((n >= _place - _length && n < _place + _length) || sizes[n] <= most[Rank]) continue;
            var at = Rank;
            for (; at > 0 && most[at - 1] < sizes[n]; at--) most[at] = most[at - 1];
            most[at] = sizes[n];
        }
        return most[Rank] / sizes[_place];
    }
}

using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Quality;

/// <summary>Measures one channel over a closing epoch, second by second, at its native rate, and knows what the channel is usually like.</summary>
internal sealed class ChannelMeter
{
    public const int Seconds = Epoch.Seconds;
    private const int SlowestHz = 20; // below, a second holds too little to be judged
    private readonly SecondMeasures[] _seconds = new SecondMeasures[Seconds];
    private readonly double[] _judged = new double[Seconds];
    private readonly ChannelScaling _scaling;
    private readonly HumMeter _hum;
    private readonly PopShape _pops;
    private readonly bool _isPopJudged;

    public ChannelMeter(Channel channel, bool isStaged)
    {
        var rate = (double)channel.RateHz;
        var kind = channel.Kind == ChannelKind.Unspecified ? ChannelNames.KindOf(channel.Label, channel.RateHz) : channel.Kind;
        // A person's word that a channel is a derivation of EEG outweighs what its label is taken for.
        if (isStaged && channel.StatedDerivation.Length > 0) kind = ChannelNames.KindOf(channel.StatedDerivation, channel.RateHz);
        (Number, IsStaged, Kind, _scaling) = (channel.Number, isStaged, kind, channel.Scaling);
        var microvolts = ChannelUnit.Microvolts(channel.Unit) is { } unit ? Math.Abs(unit * channel.Scaling.Gain) : double.NaN;
        IsJudged = QualityLimits.Of(kind).IsJudged && rate >= SlowestHz && double.IsFinite(microvolts) && microvolts > 0;
        Limits = QualityLimits.Of(kind);
        StepMicrovolts = IsJudged ? microvolts : 0;
        (_hum, _pops) = (new HumMeter(rate), new PopShape(rate));
        _isPopJudged = double.IsFinite(Limits.PopMicrovolts);
    }

    public int Number { get; }

    public bool IsStaged { get; }

    public ChannelKind Kind { get; }

    public QualityLimits Limits { get; }

    /// <summary>More can be said than whether samples came.</summary>
    public bool IsJudged { get; }

    /// <summary>µV a digital step, without sign.</summary>
    public double StepMicrovolts { get; }

    public bool IsHumMeasurable => IsJudged && _hum.IsMeasurable;

    public ReadOnlySpan<SecondMeasures> EverySecond => _seconds;

    /// <summary>Usual deviation without mains, µV.</summary>
    public UsualLevel UsualDeviation { get; } = new();

    /// <summary>Usual fast activity, µV.</summary>
    public UsualLevel UsualFast { get; } = new();

    /// <summary>Share of the epoch's samples that did not come.</summary>
    public double LostShare { get; private set; }

    /// <summary>Share at the converter's limits.</summary>
    public double ClippedShare { get; private set; }

    /// <summary>Standard deviation within a second, median over the seconds that came, µV.</summary>
    public double Deviation { get; private set; }

    /// <summary>The same without mains, µV.</summary>
    public double RestDeviation { get; private set; }

    /// <summary>Activity from sample to sample without mains, median over the seconds that came, µV: of white noise its standard deviation.</summary>
    public double Fast { get; private set; }

    /// <summary>Median over the seconds that came, see <see cref="WhitenessOf"/>.</summary>
    public double Whiteness { get; private set; }

    public void Measure(ChannelEpoch epoch)
    {
        LostShare = epoch.Expected == 0 ? 0 : 1 - (double)epoch.Here / epoch.Expected;
        ClippedShare = Deviation = RestDeviation = Fast = Whiteness = 0;
        if (!IsJudged || epoch.Here == 0) return;
        var atLimit = 0;
        Span<(double, double)> hum = stackalloc (double, double)[Seconds];
        var isHumKnown = MeasureHum(epoch, hum);
        for (var second = 0; second < Seconds; second++) atLimit += Measure(epoch, second, isHumKnown ? hum[second] : null);
        ClippedShare = (double)atLimit / epoch.Here;
        Deviation = Median(static measures => Math.Sqrt(measures.Variance)) * StepMicrovolts;
        RestDeviation = Median(static measures => Math.Sqrt(measures.RestVariance)) * StepMicrovolts;
        Fast = Median(static measures => Math.Sqrt(measures.RestSquaredStep / 2)) * StepMicrovolts;
        Whiteness = Median(static measures => WhitenessOf(measures));
    }

    /// <summary>1 for white noise; 0 where nothing moves.</summary>
    public static double WhitenessOf(in SecondMeasures measures) =>
        measures.RestVariance > 0 ? measures.RestSquaredStep / (2 * measures.RestVariance) : 0;

    public void Save(StateWriter writer)
    {
        UsualDeviation.Save(writer);
        UsualFast.Save(writer);
    }

    public void Load(ref StateReader reader)
    {
        UsualDeviation.Load(ref reader);
        UsualFast.Load(ref reader);
    }

    /// <summary>All seconds of an epoch of which nothing is missing; false where they have to be measured one by one.</summary>
    private bool MeasureHum(ChannelEpoch epoch, Span<(double Amplitude, double Hertz)> hum)
    {
        if (epoch.Here != epoch.Expected || epoch.Expected % Seconds != 0) return false;
        var samples = HumMeter.Together * (epoch.Expected / Seconds);
        for (var second = 0; second < Seconds; second += HumMeter.Together)
            _hum.Measure(epoch.Values.Slice(second / HumMeter.Together * samples, samples), hum.Slice(second, HumMeter.Together));
        return true;
    }

    /// <returns>Samples at the limits.</returns>
    private int Measure(ChannelEpoch epoch, int second, (double Amplitude, double Hertz)? knownHum)
    {
        ref var measures = ref _seconds[second];
        measures = default;
        var (from, to) = ((int)((long)epoch.Expected * second / Seconds), (int)((long)epoch.Expected * (second + 1) / Seconds));
        var values = epoch.Values[from..to];
        var present = epoch.Present[from..to];
        var here = epoch.Here == epoch.Expected ? values.Length : present.Count(true);
        measures.IsMissing = here * 5 < values.Length * 4; // fewer than four fifths of them came
        if (measures.IsMissing) return 0;
        var isWhole = here == values.Length;
        var atLimit = isWhole ? MeasureWhole(values, ref measures) : MeasureWithHoles(values, present, ref measures);
        measures.IsAtLimit = atLimit == here;
        if (isWhole) measures.Hum = (knownHum ?? _hum.Measure(values)) is { Amplitude: > 0 } hum ? WithoutHum(hum, ref measures) : 0;
        if (isWhole && _isPopJudged && epoch.Here == epoch.Expected) measures.IsPopShaped = _pops.Find(epoch.Values, from, to, out measures.Jump);
        return atLimit;
    }

    private double WithoutHum((double Amplitude, double Hertz) hum, ref SecondMeasures measures)
    {
        measures.RestVariance = Math.Max(0, measures.Variance - hum.Amplitude * hum.Amplitude / 2);
        measures.RestSquaredStep = Math.Max(0, measures.SquaredStep - hum.Amplitude * hum.Amplitude * _hum.SquaredStep(hum.Hertz));
        return hum.Amplitude;
    }

    // Whole numbers add up to the same in any order; only the last line rounds.
    private int MeasureWhole(ReadOnlySpan<int> values, ref SecondMeasures measures)
    {
        var (bottom, top) = (_scaling.DigitalMin, _scaling.DigitalMax);
        if (StepSums.TryOf(values, bottom, top, out var sums))
        {
            Fill(ref measures, sums.Sum, sums.Squares, values.Length, sums.Steps, values.Length - 1, sums.Range);
            return sums.AtLimit;
        }
        var (first, last) = (values[0], (long)values[0]);
        var (sum, squares, steps, smallest, largest, atLimit) = (0L, 0L, 0L, (long)first, (long)first, 0);
        foreach (var value in values)
        {
            var (shifted, step) = ((long)value - first, value - last);
            sum += shifted;
            squares += shifted * shifted;
            steps += step * step;
            last = value;
            if (value < smallest) smallest = value;
            if (value > largest) largest = value;
            if (value <= bottom || value >= top) atLimit++;
        }
        Fill(ref measures, sum, squares, values.Length, steps, values.Length - 1, largest - smallest);
        return atLimit;
    }

    private int MeasureWithHoles(ReadOnlySpan<int> values, ReadOnlySpan<bool> present, ref SecondMeasures measures)
    {
        var start = present.IndexOf(true);
        long first = values[start];
        var (sum, squares, steps, count, pairs, atLimit) = (0L, 0L, 0L, 0, 0, 0);
        var (smallest, largest) = (first, first);
        for (var n = start; n < values.Length; n++)
        {
            if (!present[n]) continue;
            var shifted = values[n] - first;
            (sum, squares, count) = (sum + shifted, squares + shifted * shifted, count + 1);
            (smallest, largest) = (Math.Min(smallest, values[n]), Math.Max(largest, values[n]));
            if (values[n] <= _scaling.DigitalMin || values[n] >= _scaling.DigitalMax) atLimit++;
            if (n == 0 || !present[n - 1]) continue;
            var step = (long)values[n] - values[n - 1];
            (steps, pairs) = (steps + step * step, pairs + 1);
        }
        Fill(ref measures, sum, squares, count, steps, pairs, largest - smallest);
        return atLimit;
    }

    private static void Fill(ref SecondMeasures measures, long sum, long squares, int count, long steps, int pairs, long range)
    {
        var mean = (double)sum / count;
        measures.Range = range;
        measures.RestVariance = measures.Variance = Math.Max(0, (double)squares / count - mean * mean);
        measures.RestSquaredStep = measures.SquaredStep = pairs == 0 ? 0 : (double)steps / pairs;
    }

    private double Median(Func<SecondMeasures, double> value)
    {
        var count = 0;
        foreach (ref readonly var measures in EverySecond)
        {
            if (!measures.IsMissing) _judged[count++] = value(measures);
        }
        return count == 0 ? 0 : MiddleValue.Of(_judged.AsSpan(0, count));
    }
}

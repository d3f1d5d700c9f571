using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Streaming.Service.Observing;

/// <summary>The service's instruments in the Prometheus text format (0.0.4).</summary>
internal sealed class PrometheusText : IDisposable
{
    // From a millisecond to a minute: a batch-1 inference is a few ms, an epoch closed by the horizon ten seconds.
    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    // What shares a flush is counted, not timed.
    private static readonly double[] Counts = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<(Instrument Instrument, object? Tag), Series> _byTag = [];

    public PrometheusText(LineMeter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meter.Owns(instrument)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            // A state that no bed is in any more, a provider that is no longer in use: not told of again, so gone.
            foreach (var gauge in _series.Where(series => series.Value.IsGauge).ToList()) _series.Remove(gauge.Key);
            _listener.RecordObservableInstruments();
            var last = "";
            foreach (var series in _series.Values)
            {
                var name = series.Instrument.Name;
                if (name != last)
                {
                    text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {series.Instrument.Description}\n# TYPE {name} {series.Type}\n");
                    last = name;
                }
                series.Write(text);
            }
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            // Every message and every epoch comes by here: its series is found without writing its labels out.
            if (instrument is ObservableGauge<double> || tags.Length != 1)
            {
                SeriesOf(instrument, tags).Add(value);
                return;
            }
            ref var series = ref CollectionsMarshal.GetValueRefOrAddDefault(_byTag, (instrument, tags[0].Value), out _);
            (series ??= SeriesOf(instrument, tags)).Add(value);
        }
    }

    private Series SeriesOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, tag) in tags)
            labels.Append(labels.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{key}=\"{Escape(tag)}\"");
        var full = instrument.Name + "{" + labels;
        if (!_series.TryGetValue(full, out var series)) _series[full] = series = new Series(instrument, labels.ToString());
        return series;
    }

    // A bundle names itself: what would end the value would begin another figure.
    private static string Escape(object? tag) => Convert.ToString(tag, CultureInfo.InvariantCulture)!
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed class Series(Instrument instrument, string labels)
    {
        private readonly double[] _bounds = instrument is Histogram<int> ? Counts : Bounds;
        private readonly long[]? _buckets =
            instrument switch { Histogram<double> => new long[Bounds.Length + 1], Histogram<int> => new long[Counts.Length + 1], _ => null };
        private double _sum;
        private long _count;

        public Instrument Instrument { get; } = instrument;

        public string Type => _buckets is not null ? "histogram" : IsGauge ? "gauge" : "counter";

        public bool IsGauge => Instrument is ObservableGauge<double>;

        public void Add(double value)
        {
            _count++;
            _sum = IsGauge ? value : _sum + value;
            if (_buckets is null) return;
            var at = Array.FindIndex(_bounds, bound => value <= bound);
            _buckets[at < 0 ? _bounds.Length : at]++;
        }

        public void Write(StringBuilder text)
        {
            var name = Instrument.Name;
            var plain = labels.Length == 0 ? "" : "{" + labels + "}";
            if (_buckets is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{plain} {_sum}\n");
                return;
            }
            var before = labels.Length == 0 ? "" : labels + ",";
            var below = 0L;
            for (var i = 0; i < _buckets.Length; i++)
            {
                below += _buckets[i];
                var bound = i < _bounds.Length ? _bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{before}le=\"{bound}\"}} {below}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{plain} {_sum}\n{name}_count{plain} {_count}\n");
        }
    }
}

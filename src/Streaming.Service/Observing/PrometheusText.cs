using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Streaming.Service.Observing;

/// <summary>The service's instruments in the Prometheus text format (0.0.4).</summary>
internal sealed class PrometheusText : IDisposable
{
    // From a millisecond to a minute: a batch-1 inference is a few ms, an epoch closed by the horizon ten seconds.
    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

    public PrometheusText(LineMeter meter)
    {
        ArgumentNullException.ThrowIfNull(meter);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == LineMeter.Name) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
        {
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
        var labels = new StringBuilder();
        foreach (var (key, tag) in tags)
            labels.Append(labels.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{key}=\"{tag}\"");
        lock (_gate)
        {
            var key = instrument.Name + "{" + labels;
            if (!_series.TryGetValue(key, out var series)) _series[key] = series = new Series(instrument, labels.ToString());
            series.Add(value);
        }
    }

    private sealed class Series(Instrument instrument, string labels)
    {
        private readonly long[]? _buckets = instrument is Histogram<double> ? new long[Bounds.Length + 1] : null;
        private double _sum;
        private long _count;

        public Instrument Instrument { get; } = instrument;

        public string Type => _buckets is not null ? "histogram" : IsGauge ? "gauge" : "counter";

        private bool IsGauge => Instrument is ObservableGauge<double>;

        public void Add(double value)
        {
            _count++;
            _sum = IsGauge ? value : _sum + value;
            if (_buckets is null) return;
            var at = Array.FindIndex(Bounds, bound => value <= bound);
            _buckets[at < 0 ? Bounds.Length : at]++;
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
                var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{before}le=\"{bound}\"}} {below}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"{name}_sum{plain} {_sum}\n{name}_count{plain} {_count}\n");
        }
    }
}

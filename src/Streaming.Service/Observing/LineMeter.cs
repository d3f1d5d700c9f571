using System.Diagnostics;
using System.Diagnostics.Metrics;
using Streaming.V1;

namespace Streaming.Service.Observing;

/// <summary>The service's counters. Names and labels hold no patient data.</summary>
internal sealed class LineMeter : IDisposable
{
    public const string Name = "Streaming.Service";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _messages;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _backfill;
    private readonly Counter<long> _shed;
    private readonly Counter<long> _behind;
    private readonly Histogram<double> _scoring;
    private readonly Histogram<double> _latency;

    public LineMeter()
    {
        _messages = _meter.CreateCounter<long>("streaming_messages_total", null, "MQTT messages made durable and acknowledged");
        _rejected = _meter.CreateCounter<long>("streaming_rejected_messages_total", null, "MQTT messages refused, by cause");
        _decisions = _meter.CreateCounter<long>("streaming_decisions_total", null, "Decisions committed, by revision and stage");
        _backfill = _meter.CreateCounter<long>("streaming_backfill_spans_total", null, "Missing spans asked for again");
        _shed = _meter.CreateCounter<long>("streaming_provisional_shed_total", null, "Rolling windows given up under load");
        _behind = _meter.CreateCounter<long>("streaming_lane_behind_total", null, "Times a bed's lane fell back on the journal");
        _scoring = _meter.CreateHistogram<double>("streaming_scoring_seconds", null, "Drawing and reading one window");
        _latency = _meter.CreateHistogram<double>("streaming_decision_seconds", null, "From an epoch's last sample to its commit");
    }

    public void Taken(string kind) => _messages.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void Rejected(string cause) => _rejected.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void BackfillAsked(int spans) => _backfill.Add(spans);

    public void Shed() => _shed.Add(1);

    public void FellBehind() => _behind.Add(1);

    public void Scored(TimeSpan took, string provider) =>
        _scoring.Record(took.TotalSeconds, new KeyValuePair<string, object?>("provider", provider));

    public void Decided(IEnumerable<StageReport> reports)
    {
        foreach (var report in reports)
        {
            _decisions.Add(1, new TagList { { "revision", report.Revision.ToString().ToLowerInvariant() }, { "stage", report.Stage.ToString() } });
            if (report.Revision == Revision.Final) _latency.Record((report.Committed - report.LastSampleReceived).ToTimeSpan().TotalSeconds);
        }
    }

    /// <summary>A value read when somebody looks.</summary>
    public void Watch(string name, string description, Func<double> read) => _meter.CreateObservableGauge(name, read, null, description);

    /// <summary>Values with labels, read when somebody looks.</summary>
    public void Watch(string name, string description, Func<IEnumerable<Measurement<double>>> read) =>
        _meter.CreateObservableGauge(name, read, null, description);

    public void Dispose() => _meter.Dispose();
}

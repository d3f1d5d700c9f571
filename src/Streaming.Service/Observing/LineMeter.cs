using System.Diagnostics;
using System.Diagnostics.Metrics;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Observing;

/// <summary>The service's counters. Names and labels hold no patient data.</summary>
internal sealed class LineMeter : IDisposable
{
    public const string Name = "Streaming.Service";

    private static readonly string[] s_stages = [.. Enum.GetNames<LineStage>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] s_kinds = [.. Enumerable.Range(0, 1 + (int)Enum.GetValues<JournalRecordKind>().Max())
        .Select(kind => ((JournalRecordKind)kind).ToString().ToLowerInvariant())];
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _messages;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _backfill;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _epochs;
    private readonly Counter<long> _behind;
    private readonly Histogram<double> _scoring;
    private readonly Histogram<double> _latency;
    private readonly Histogram<double> _stages;
    private readonly Histogram<int> _batches;
    private readonly Histogram<double> _network;
    private readonly Counter<long> _providerFailures;

    public LineMeter()
    {
        _messages = _meter.CreateCounter<long>("streaming_messages_total", null, "MQTT messages made durable and acknowledged");
        _rejected = _meter.CreateCounter<long>("streaming_rejected_messages_total", null, "MQTT messages refused, by cause");
        _decisions = _meter.CreateCounter<long>("streaming_decisions_total", null, "Decisions committed, by revision and stage");
        _backfill = _meter.CreateCounter<long>("streaming_backfill_spans_total", null, "Missing spans asked for again");
        _dropped = _meter.CreateCounter<long>("streaming_dropped_total", null, "What was given up on purpose, by cause: nothing of it is a sample or a FINAL");
        _epochs = _meter.CreateCounter<long>("streaming_epochs_total", null, "Epochs closed, by whether they could be scored");
        _behind = _meter.CreateCounter<long>("streaming_lane_behind_total", null, "Times a bed's lane fell back on the journal");
        _scoring = _meter.CreateHistogram<double>("streaming_scoring_seconds", null, "Drawing and reading one window");
        _stages = _meter.CreateHistogram<double>("streaming_stage_seconds", null, "Time in each stage of the line");
        _batches = _meter.CreateHistogram<int>("streaming_flush_size", null, "Records or writes that shared one flush, by file");
        _network = _meter.CreateHistogram<double>("streaming_network_seconds", null, "The network's answer to one picture, by provider");
        _providerFailures = _meter.CreateCounter<long>("streaming_provider_failures_total", null, "Times the provider failed and the CPU took over");
        _latency = _meter.CreateHistogram<double>("streaming_decision_seconds", null, "From an epoch's last sample to its commit");
    }

    public void Taken(JournalRecordKind kind) => _messages.Add(1, new KeyValuePair<string, object?>("kind", s_kinds[(int)kind]));

    public void Rejected(string cause) => _rejected.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void BackfillAsked(int spans) => _backfill.Add(spans);

    /// <summary>A rolling window under load, a request to a gateway that the broker does not take, a watcher that stopped reading.</summary>
    public void Dropped(string cause) => _dropped.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void Closed(bool isScorable) => _epochs.Add(1, new KeyValuePair<string, object?>("scorable", isScorable ? "yes" : "no"));

    /// <summary>One step of the line.</summary>
    public void Passed(LineStage stage, TimeSpan took) =>
        _stages.Record(Math.Max(0, took.TotalSeconds), new KeyValuePair<string, object?>("stage", s_stages[(int)stage]));

    /// <summary>Records or writes that shared one flush.</summary>
    public void Flushed(string file, int count) => _batches.Record(count, new KeyValuePair<string, object?>("file", file));

    public void FellBehind() => _behind.Add(1);

    public void Scored(TimeSpan took, string provider) =>
        _scoring.Record(took.TotalSeconds, new KeyValuePair<string, object?>("provider", provider));

    /// <summary>The network's answer to one picture, what failed before it included.</summary>
    public void Asked(TimeSpan took, string provider)
    {
        _network.Record(took.TotalSeconds, new KeyValuePair<string, object?>("provider", provider));
        Answers(provider);
    }

    /// <summary>Who answered last.</summary>
    public void Answers(string provider) => Provider = provider;

    public void ProviderFailed() => _providerFailures.Add(1);

    /// <summary>Of the last answer; empty before the first.</summary>
    public string Provider { get; private set; } = "";

    public void Decided(IEnumerable<StageReport> reports)
    {
        foreach (var report in reports)
        {
            _decisions.Add(1, new TagList { { "revision", report.Revision.ToString().ToLowerInvariant() }, { "stage", report.Stage.ToString() } });
            if (report.Revision == Revision.Final) _latency.Record(Math.Max(0, (report.Committed - report.LastSampleReceived).ToTimeSpan().TotalSeconds)); // a clock may be set between
        }
    }

    /// <summary>A value read when somebody looks.</summary>
    public void Watch(string name, string description, Func<double> read) => _meter.CreateObservableGauge(name, read, null, description);

    /// <summary>Values with labels, read when somebody looks.</summary>
    public void Watch(string name, string description, Func<IEnumerable<Measurement<double>>> read) =>
        _meter.CreateObservableGauge(name, read, null, description);

    /// <summary>Several values of one name, told apart by a label.</summary>
    public void Watch(string name, string description, string label, Func<IEnumerable<(string Value, double Number)>> read) =>
        _meter.CreateObservableGauge(
            name, () => read().Select(entry => new Measurement<double>(entry.Number, new KeyValuePair<string, object?>(label, entry.Value))), null, description);

    /// <summary>Another service in this process has a meter of the same name.</summary>
    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    public void Dispose() => _meter.Dispose();
}

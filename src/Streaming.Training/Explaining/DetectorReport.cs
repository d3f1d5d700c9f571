using System.Globalization;
using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Training.Datasets;

namespace Streaming.Training.Explaining;

/// <summary>Holds the detectors against nights whose events are known.</summary>
internal sealed class DetectorReport
{
    private const int LeastEvents = 10; // of a sleeper, to speak of how many were found
    private static readonly SimulatedEventKind[] s_looked = [SimulatedEventKind.Spindle, SimulatedEventKind.KComplex, SimulatedEventKind.RapidEyeMovement];

    private readonly Dictionary<FindingKind, DetectorTally> _tallies = EventKinds.Pairs.ToDictionary(pair => pair.Finding, _ => new DetectorTally());
    private readonly Dictionary<SimulatedEventKind, DetectorErrors> _errors = s_looked.ToDictionary(kind => kind, kind => new DetectorErrors(kind));
    private readonly Dictionary<FindingKind, List<double>> _sleepers = EventKinds.Pairs.ToDictionary(pair => pair.Finding, _ => new List<double>());

    public IReadOnlyDictionary<FindingKind, DetectorTally> Tallies => _tallies;

    /// <summary>Slow-wave share where microvolts are vouched for.</summary>
    public SlowShareTally Absolute { get; } = new();

    /// <summary>The same against the recording's running scale: heights are then no microvolts.</summary>
    public SlowShareTally Relative { get; } = new();

    /// <summary>Reads a night; its stages are taken as decided.</summary>
    public void Read(StagedNight night, SignalSpec signal, EvidenceOptions options)
    {
        var (absolute, relative) = (Reader(night, true), Reader(night, false));
        var findings = new List<EpochFindings>();
        var waves = SlowWaves(night);
        Absolute.Begin();
        Relative.Begin();
        foreach (var epoch in NightEpochs.Of(night, signal))
        {
            var (vouched, scaled) = (absolute.Read(epoch), relative.Read(epoch));
            var stage = night.Reference.At(epoch.Number) ?? Stage.Unscorable;
            absolute.Decide(vouched, stage);
            relative.Decide(scaled, stage);
            findings.Add(options.TrustedGain ? vouched : scaled);
            if (waves is null || stage is not (Stage.N2 or Stage.N3) || vouched.Slow is not { } slow) continue;
            var window = new EventSpan(vouched.StartSeconds, vouched.StartSeconds + Epoch.Seconds);
            var there = waves.Sum(wave => Math.Max(0, wave.Overlap(window))) / Epoch.Seconds;
            Absolute.Add(stage, slow.Share, there);
            Relative.Add(stage, scaled.Slow!.Value.Share, there);
        }
        Add(night, findings);
    }

    /// <summary>Adds a night that was read.</summary>
    public void Add(StagedNight night, IReadOnlyList<EpochFindings> findings)
    {
        foreach (var (kind, real) in EventKinds.Pairs)
        {
            var truth = night.Events.Where(happened => happened.Kind == real).Select(EventSpan.Of);
            var said = findings.SelectMany(epoch => epoch.Events).Where(found => found.Kind == kind);
            var own = new DetectorTally();
            own.Add(truth, said.Select(found => new EventSpan(found.OnsetSeconds, found.EndSeconds)));
            _tallies[kind].Add(own);
            if (own.Found + own.Missed >= LeastEvents) _sleepers[kind].Add(own.F1);
            if (_errors.TryGetValue(real, out var errors)) errors.Add(night, own);
        }
    }

    public IEnumerable<string> Lines()
    {
        foreach (var (kind, tally) in _tallies)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{kind,-18} precision={tally.Precision:f2} recall={tally.Recall:f2} F1={tally.F1:f2} (found {tally.Found}, missed {tally.Missed}, false {tally.False}){Range(_sleepers[kind], 1, "f2")}");
        foreach (var errors in _errors.Values) yield return errors.Line();
        foreach (var line in Absolute.Lines("in µV").Concat(Relative.Lines("relative"))) yield return line;
    }

    private static FindingsReader Reader(StagedNight night, bool trustedGain) =>
        new(night.Study, Montage.Resolve(night.Study), new EvidenceOptions { TrustedGain = trustedGain });

    // Measured on what the brain emits, not on what was planned: who has a large EEG has waves of 75 µV in the background too.
    private static List<EventSpan>? SlowWaves(StagedNight night) => night.Cortex is not { } cortex
        ? null
        : EventSpan.Joined(SlowWaveRuler.Measure(cortex()).Where(wave => wave.Row == DerivationRow.Frontal).Select(EventSpan.Of));

    private static string Range(List<double> values, double unit, string format) => values.Count == 0
        ? ""
        : $", by sleeper {string.Join(' ', values.Order().Select(value => (unit * value).ToString(format, CultureInfo.InvariantCulture)))}";
}

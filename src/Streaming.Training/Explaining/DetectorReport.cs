using System.Globalization;
using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;

namespace Streaming.Training.Explaining;

/// <summary>Holds the detectors against nights whose events are known.</summary>
internal sealed class DetectorReport
{
    private const int LeastEvents = 10; // of a sleeper, to speak of how many were found
    private static readonly SimulatedEventKind[] s_looked = [SimulatedEventKind.Spindle, SimulatedEventKind.KComplex, SimulatedEventKind.RapidEyeMovement];

    private readonly Dictionary<FindingKind, DetectorTally> _tallies = EventKinds.Pairs.ToDictionary(pair => pair.Finding, _ => new DetectorTally());
    private readonly List<double> _shareErrors = [];
    private readonly Dictionary<SimulatedEventKind, DetectorErrors> _errors = s_looked.ToDictionary(kind => kind, kind => new DetectorErrors(kind));
    private readonly Dictionary<FindingKind, List<double>> _sleepers = EventKinds.Pairs.ToDictionary(pair => pair.Finding, _ => new List<double>());
    private readonly List<double> _sleeperShares = [];

    public IReadOnlyDictionary<FindingKind, DetectorTally> Tallies => _tallies;

    /// <summary>Epochs whose slow-wave share was compared.</summary>
    public int SlowEpochs => _shareErrors.Count;

    /// <summary>Mean of found less true share, 0 to 1.</summary>
    public double SlowShareBias => _shareErrors.Count == 0 ? double.NaN : _shareErrors.Average();

    /// <summary>Mean of the size of that.</summary>
    public double SlowShareError => _shareErrors.Count == 0 ? double.NaN : _shareErrors.Average(Math.Abs);

    /// <summary>Reads a night; its stages are taken as decided.</summary>
    public void Read(StagedNight night, SignalSpec signal, EvidenceOptions options)
    {
        var reader = new FindingsReader(night.Study, Montage.Resolve(night.Study), options);
        var findings = new List<EpochFindings>();
        foreach (var epoch in NightEpochs.Of(night, signal))
        {
            var found = reader.Read(epoch);
            reader.Decide(found, night.Reference.At(epoch.Number) ?? Stage.Unscorable);
            findings.Add(found);
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
        var slow = EventSpan.Joined(night.Events.Where(IsTall).Select(EventSpan.Of));
        var before = _shareErrors.Count;
        foreach (var epoch in findings)
        {
            if (epoch.Slow is not { } activity || night.Reference.At(epoch.Epoch) is not (Stage.N2 or Stage.N3)) continue;
            var window = new EventSpan(epoch.StartSeconds, epoch.StartSeconds + 30);
            _shareErrors.Add(activity.Share - slow.Sum(wave => Math.Max(0, wave.Overlap(window))) / 30);
        }
        if (_shareErrors.Count > before) _sleeperShares.Add(_shareErrors.Skip(before).Average(Math.Abs));
    }

    public IEnumerable<string> Lines()
    {
        foreach (var (kind, tally) in _tallies)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{kind,-18} precision={tally.Precision:f2} recall={tally.Recall:f2} F1={tally.F1:f2} (found {tally.Found}, missed {tally.Missed}, false {tally.False}){Range(_sleepers[kind], 1, "f2")}");
        foreach (var errors in _errors.Values) yield return errors.Line();
        yield return string.Create(CultureInfo.InvariantCulture,
            $"slow-wave share   mean error={100 * SlowShareError:f1} points, bias={100 * SlowShareBias:f1} points over {SlowEpochs} epochs of N2 and N3{Range(_sleeperShares, 100, "f1")}");
    }

    private static string Range(List<double> values, double unit, string format) => values.Count == 0
        ? ""
        : $", by sleeper {string.Join(' ', values.Order().Select(value => (unit * value).ToString(format, CultureInfo.InvariantCulture)))}";

    // 75 µV peak to peak: both shapes are 1.6 times as tall as their stated trough.
    private static bool IsTall(SimulatedEvent happened) =>
        happened.Kind is SimulatedEventKind.SlowWave or SimulatedEventKind.KComplex && happened.AmplitudeMicrovolts >= 75 / 1.6;
}

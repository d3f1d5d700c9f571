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
    private readonly Dictionary<FindingKind, DetectorTally> _tallies = EventKinds.Pairs.ToDictionary(pair => pair.Finding, _ => new DetectorTally());
    private readonly List<double> _shareErrors = [];
    private readonly FalseComplexes _falseComplexes = new();

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
            var truth = night.Events.Where(happened => happened.Kind == real).Select(Span);
            var said = findings.SelectMany(epoch => epoch.Events).Where(found => found.Kind == kind);
            var own = new DetectorTally();
            own.Add(truth, said.Select(found => new EventSpan(found.OnsetSeconds, found.EndSeconds)));
            _tallies[kind].Add(own);
            if (kind == FindingKind.KComplex) _falseComplexes.Add(night, own);
        }
        var slow = EventSpan.Joined(night.Events.Where(IsTall).Select(Span));
        foreach (var epoch in findings)
        {
            if (epoch.Slow is not { } activity || night.Reference.At(epoch.Epoch) is not (Stage.N2 or Stage.N3)) continue;
            var window = new EventSpan(epoch.StartSeconds, epoch.StartSeconds + 30);
            _shareErrors.Add(activity.Share - slow.Sum(wave => Math.Max(0, wave.Overlap(window))) / 30);
        }
    }

    public IEnumerable<string> Lines()
    {
        foreach (var (kind, tally) in _tallies)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{kind,-18} precision={tally.Precision:f2} recall={tally.Recall:f2} F1={tally.F1:f2} (found {tally.Found}, missed {tally.Missed}, false {tally.False})");
        yield return _falseComplexes.Line();
        yield return string.Create(CultureInfo.InvariantCulture,
            $"slow-wave share   mean error={100 * SlowShareError:f1} points, bias={100 * SlowShareBias:f1} points over {SlowEpochs} epochs of N2 and N3");
    }

    // 75 µV peak to peak, of which a simulated wave's stated amplitude is half.
    private static bool IsTall(SimulatedEvent happened) =>
        happened.Kind is SimulatedEventKind.SlowWave or SimulatedEventKind.KComplex && happened.AmplitudeMicrovolts >= 37.5;

    private static EventSpan Span(SimulatedEvent happened) => new(happened.OnsetSeconds, happened.OnsetSeconds + happened.DurationSeconds);
}

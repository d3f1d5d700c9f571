using System.Globalization;
using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>Totals of what was watched: each epoch counts once however often it is told.</summary>
internal sealed class WatchTally
{
    private readonly Dictionary<string, StudyTally> _studies = [];
    private readonly Dictionary<(string Site, string Bed), Bed> _beds = [];
    private readonly HashSet<string> _seenRunning = [];
    private readonly List<double> _latenciesMilliseconds = [];

    /// <summary>True when studies were seen running, all have ended, and each of their epochs has its REVISED.</summary>
    public bool AllEnded => _seenRunning.Count > 0 && _seenRunning.All(HasEnded);

    public void Take(StageReport report, double? latencyMilliseconds)
    {
        if (!_studies.TryGetValue(report.StudyId, out var study))
            _studies[report.StudyId] = study = new StudyTally([], [], []);
        // A snapshot tells the highest revision only: who has a REVISED had a FINAL.
        if (!study.Unscorable.Contains(report.Epoch) && !study.Scored.Contains(report.Epoch))
            (report.Stage == Stage.Unscorable ? study.Unscorable : study.Scored).Add(report.Epoch);
        if (report.Revision >= Revision.Revised)
            study.Revised.Add(report.Epoch);
        if (report.Revision == Revision.Final && latencyMilliseconds is { } latency)
            _latenciesMilliseconds.Add(latency);
    }

    public void Take(Bed bed)
    {
        _beds[(bed.Site, bed.Bed_)] = bed;
        if (bed.StudyId.Length > 0 && bed.State is not (BedState.Ended or BedState.Idle))
            _seenRunning.Add(bed.StudyId);
    }

    /// <summary>Renews a bed already watched; others are not this watcher's matter.</summary>
    public void Update(Bed bed)
    {
        if (_beds.ContainsKey((bed.Site, bed.Bed_)))
            _beds[(bed.Site, bed.Bed_)] = bed;
    }

    public string Summary() => string.Create(
        CultureInfo.InvariantCulture,
        $"finals={_studies.Values.Sum(study => study.Scored.Count)} revised={_studies.Values.Sum(study => study.Revised.Count)} " +
        $"unscorable={_studies.Values.Sum(study => study.Unscorable.Count)} lost_samples={_beds.Values.Sum(bed => bed.LostSamples)} " +
        $"p50_ms={Percentile(0.5)} p99_ms={Percentile(0.99)}");

    private bool HasEnded(string studyId)
    {
        var bed = _beds.Values.FirstOrDefault(bed => bed.StudyId == studyId);
        if (bed is { State: not BedState.Ended })
            return false;
        if (!_studies.TryGetValue(studyId, out var study))
            return bed is null || bed.FinalEpochs == 0;
        var decided = study.Scored.Count + study.Unscorable.Count;
        return study.Revised.Count >= decided && (bed is null || decided >= bed.FinalEpochs);
    }

    /// <summary>The smallest latency that at least this share of the FINALs met; "-" without any.</summary>
    private string Percentile(double share)
    {
        if (_latenciesMilliseconds.Count == 0)
            return "-";
        var sorted = _latenciesMilliseconds.Order().ToArray();
        var rank = Math.Max(1, (int)Math.Ceiling(share * sorted.Length));
        return sorted[rank - 1].ToString("0.0", CultureInfo.InvariantCulture);
    }

    /// <summary>Epochs of one study.</summary>
    private sealed record StudyTally(HashSet<long> Scored, HashSet<long> Unscorable, HashSet<long> Revised);
}

using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Scoring;

namespace Streaming.Training.Evaluation;

/// <summary>Reads a study epoch by epoch on the serving path: session, picture, network, one epoch at a time.</summary>
internal sealed class StudyReading
{
    private readonly BedSession _session;
    private readonly EpochScorer _scorer;
    private readonly List<EpochEvidence> _evidence = [];

    /// <param name="scorer">May be shared by readings that take turns.</param>
    public StudyReading(Study study, EpochScorer scorer, SignalSpec signal)
    {
        Montage = Montage.Resolve(study);
        _session = new BedSession(study, Montage, signal, new BedSessionOptions());
        _scorer = scorer;
    }

    public Montage Montage { get; }

    /// <summary>So far, in order.</summary>
    public IReadOnlyList<EpochEvidence> Evidence => _evidence;

    public void Accept(SampleBlock block)
    {
        foreach (var epoch in _session.Accept(block, 0, 0)) Read(epoch);
    }

    public void End(StudyEnd end)
    {
        foreach (var epoch in _session.End(end, 0)) Read(epoch);
    }

    private void Read(Epoch epoch)
    {
        var estimate = _scorer.Score(epoch);
        _evidence.Add(new EpochEvidence(
            epoch.Number, (double)epoch.StartSeconds, estimate?.Logits, estimate?.Probabilities, epoch.UnscorableReason, epoch.IsCalibrating));
    }
}

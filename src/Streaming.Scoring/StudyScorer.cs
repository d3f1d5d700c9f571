using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Scoring;

/// <summary>Stages a whole study, one epoch after the other: the service's line without the service, and bit for bit its results.</summary>
public sealed class StudyScorer : IDisposable
{
    private readonly ModelBundle _bundle;
    private readonly BedSessionOptions _options;
    private readonly EpochScorer _scorer;

    /// <param name="bundle">The model.</param>
    /// <param name="stager">Made for it; taken over and disposed with this.</param>
    /// <param name="options">As the service would run the bed.</param>
    public StudyScorer(ModelBundle bundle, IStager stager, BedSessionOptions options) =>
        (_bundle, _options, _scorer) = (bundle, options, new EpochScorer(stager, bundle.Manifest.Novelty));

    /// <summary>Gives every epoch of the study once, in order, as soon as it closes and the next one has (the last waits for the end).</summary>
    /// <param name="study">The study.</param>
    /// <param name="blocks">Its samples, in any chunks.</param>
    /// <param name="end">Where its channels end; null if that is not known, and then the samples tell.</param>
    /// <param name="cancellationToken">Looked at before every block.</param>
    public IEnumerable<ScoredEpoch> Score(Study study, IEnumerable<SampleBlock> blocks, StudyEnd? end, CancellationToken cancellationToken = default)
    {
        var smoother = new StageSmoother(_bundle.Manifest.Smoother);
        ScoredEpoch? held = null;
        foreach (var epoch in Epochs(study, blocks, end, cancellationToken))
        {
            if (held is not null) yield return held;
            var estimate = _scorer.Score(epoch);
            held = new ScoredEpoch(epoch, estimate, smoother.Accept(epoch.Number, estimate?.Probabilities));
        }
        if (held is not null) yield return held with { Decisions = [.. held.Decisions, .. smoother.End()] };
    }

    public void Dispose() => _scorer.Dispose();

    private IEnumerable<Epoch> Epochs(Study study, IEnumerable<SampleBlock> blocks, StudyEnd? end, CancellationToken cancellationToken)
    {
        var session = new BedSession(study, Montage.Resolve(study), _bundle.Spec.Signal, _options);
        foreach (var block in blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var epoch in session.Accept(block, 0, 0)) yield return epoch; // no journal: the offsets say nothing
        }
        foreach (var epoch in end is null ? session.TimeOut(0) : session.End(end, 0)) yield return epoch;
    }
}

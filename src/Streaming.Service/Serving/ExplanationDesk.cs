using System.Collections.Concurrent;
using Streaming.Core.Evidence;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Scoring;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Explains decided epochs on demand: findings from the kept state, attention and ablation by asking the network again.</summary>
internal sealed class ExplanationDesk(ModelShelf models, EpochReplay replay, SessionFactory sessions) : IDisposable
{
    private const int Kept = 64;
    private readonly ConcurrentDictionary<(string StudyId, long Epoch, Core.Staging.Stage Stage), (float[]? Attention, float[] Ablation)> _maps = new();
    private readonly ConcurrentQueue<(string, long, Core.Staging.Stage)> _order = new();
    // A map takes as many pictures as 180 epochs: one at a time, so that live beds are not kept waiting.
    private readonly SemaphoreSlim _turn = new(1);

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: not decided, or its samples are gone.</exception>
    public ExplainedEpoch Explain(long number, StoredStudy stored, NightLogReader log, CancellationToken cancellationToken)
    {
        var epoch = replay.Read(number, stored, log);
        var revisions = log.Revisions(stored.Id, number);
        var machine = revisions.LastOrDefault(report => report.Revision != V1.Revision.Overridden) ?? revisions[^1];
        var before = number == 0 ? null : log.State(stored.Id, number - 1)?.Evidence;
        var findings = sessions.Findings(StudyReader.ReadKept(stored.Descriptor), before).Read(epoch);
        var evidence = RuleBook.Read(findings);
        var reason = Explainer.Explain(Decision(machine), evidence, findings.Observed, epoch.UnscorableReason, machine.Confidence) with { Evidence = evidence };
        var model = models.Current;
        // A network that did not decide the epoch cannot say what the decision rests on.
        if (reason.Stage == Core.Staging.Stage.Unscorable || machine.Model.Sha256 != model.Identity.Sha256)
            return new ExplainedEpoch(revisions[^1], epoch, findings, reason, null, null);
        var (attention, ablation) = Maps(model, stored.Id, epoch, reason.Stage, cancellationToken);
        return new ExplainedEpoch(revisions[^1], epoch, findings, reason, attention, ablation);
    }

    public void Dispose() => _turn.Dispose();

    private (float[]? Attention, float[] Ablation) Maps(
        ServedModel model, string studyId, Epoch epoch, Core.Staging.Stage stage, CancellationToken cancellationToken)
    {
        var key = (studyId, epoch.Number, stage);
        if (_maps.TryGetValue(key, out var kept)) return kept;
        _turn.Wait(cancellationToken);
        try
        {
            if (_maps.TryGetValue(key, out kept)) return kept;
            // Where there is another provider, on the CPU: the device is for the beds.
            var create = model.CreateFallback ?? model.CreateStager;
            using var scorer = new EpochScorer(create());
            var maps = (scorer.Score(epoch)!.Attention, new AblationMapper(create, model.Workers).Map(epoch, stage, cancellationToken));
            _maps[key] = maps;
            _order.Enqueue(key);
            while (_order.Count > Kept && _order.TryDequeue(out var oldest)) _maps.TryRemove(oldest, out _);
            return maps;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static StageDecision Decision(StageReport report) => new(
        report.Epoch, (Core.Staging.Revision)(int)report.Revision, (Core.Staging.Stage)((int)report.Stage - 1), [.. report.Probabilities],
        report.LookAheadEpochs);
}

using System.Collections.Concurrent;
using Streaming.Core.Evidence;
using Streaming.Core.Staging;
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

    /// <summary>What the signal says; what the network has to be asked for once more is added by <see cref="CompleteAsync"/>.</summary>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: not decided, or its samples are gone.</exception>
    public ExplainedEpoch Read(long number, StoredStudy stored, NightLogReader log)
    {
        var epoch = replay.Read(number, stored, log);
        var revisions = log.Revisions(stored.Id, number);
        var machine = revisions.LastOrDefault(report => report.Revision != V1.Revision.Overridden) ?? revisions[^1];
        var before = number == 0 ? null : log.State(stored.Id, number - 1)?.Evidence;
        var findings = sessions.Findings(StudyReader.ReadKept(stored.Descriptor), before).Read(epoch);
        var evidence = RuleBook.Read(findings);
        var reason = Explainer.Explain(Decision(machine), evidence, findings.Observed, epoch.UnscorableReason, machine.Confidence) with { Evidence = evidence };
        return new ExplainedEpoch(revisions[^1], epoch, findings, reason, null, null) { DecidedBy = machine.Model?.Sha256 ?? "" };
    }

    /// <summary>Adds where the network looked. Who waits for the turn holds neither a thread nor a reader of the store: a hundred who ask at once would leave
    /// none for the beds.</summary>
    public async Task<ExplainedEpoch> CompleteAsync(ExplainedEpoch read, CancellationToken cancellationToken)
    {
        var model = models.Current;
        // A network that did not decide the epoch cannot say what the decision rests on.
        if (read.Reason.Stage == Core.Staging.Stage.Unscorable || read.DecidedBy != model.Identity.Sha256) return read;
        var key = (read.Report.StudyId, read.Epoch.Number, read.Reason.Stage);
        if (!_maps.TryGetValue(key, out var maps))
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                if (!_maps.TryGetValue(key, out maps)) maps = await Task.Run(() => Keep(key, Map(model, read, cancellationToken)), cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
        return read with { Attention = maps.Attention, Ablation = maps.Ablation };
    }

    public void Dispose() => _turn.Dispose();

    private static (float[]? Attention, float[] Ablation) Map(ServedModel model, ExplainedEpoch read, CancellationToken cancellationToken)
    {
        // Where there is another provider, on the CPU: the device is for the beds.
        var create = model.CreateFallback ?? model.CreateStager;
        using var scorer = new EpochScorer(create());
        return (scorer.Score(read.Epoch)!.Attention, new AblationMapper(create, model.Workers).Map(read.Epoch, read.Reason.Stage, cancellationToken));
    }

    private (float[]? Attention, float[] Ablation) Keep((string, long, Core.Staging.Stage) key, (float[]? Attention, float[] Ablation) maps)
    {
        _maps[key] = maps;
        _order.Enqueue(key);
        while (_order.Count > Kept && _order.TryDequeue(out var oldest)) _maps.TryRemove(oldest, out _);
        return maps;
    }

    private static StageDecision Decision(StageReport report) => new(
        report.Epoch, (Core.Staging.Revision)(int)report.Revision, ReportWriter.FromProto(report.Stage), [.. report.Probabilities],
        report.LookAheadEpochs);
}

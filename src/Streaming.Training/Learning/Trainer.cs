using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Training.Datasets;
using Streaming.Training.Graph;
using Streaming.Training.Networks;

namespace Streaming.Training.Learning;

/// <summary>Trains StageNet on nights with stages, simulated or imported. With a number of steps the result is the same bit for bit on one machine.</summary>
internal sealed class Trainer(TrainerOptions options, NightSequence nights, TimeProvider time, TextWriter log)
{
    private RunState _state = new(options.Seed, options.Subjects, options.BatchSize, options.PoolNights, 0, [options.Steps ?? 0, options.Steps ?? 0]);

    /// <summary>Trains and gives the averaged parameters; null where it was cancelled (what was learnt is saved for --resume).</summary>
    public async Task<TrainedNetwork?> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Resume) _state = RunState.Read(options.Output);
        float[]? single = null;
        if (_state.Phase == 0)
        {
            single = await PhaseAsync(TrainingPhase.Single, null, options.Resume, cancellationToken);
            if (single is null) return null;
            _state = _state with { Phase = 1 };
        }
        var whole = await PhaseAsync(TrainingPhase.Whole, single, options.Resume && single is null, cancellationToken);
        return whole is null ? null : new TrainedNetwork(TrainingPhase.Whole.Network, whole, _state, Batches(TrainingPhase.Whole).ClassShares);
    }

    private async Task<float[]?> PhaseAsync(TrainingPhase phase, float[]? learnt, bool resume, CancellationToken cancellationToken)
    {
        var batch = _state.BatchSize * phase.BatchFactor;
        var training = StageNet.Build(phase.Network, batch, training: true);
        var evaluation = StageNet.Build(phase.Network, batch, training: false);
        var settings = new TrainingOptions { Threads = options.Threads, Seed = (int)(_state.Seed & int.MaxValue) };
        var start = learnt is null ? null : WarmStart.Spread(
            StageNet.Build(TrainingPhase.Single.Network, 1, training: false).Parameters, learnt,
            training.Parameters, training.Parameters.Initialise(settings.Seed));
        using var session = new TrainingSession(training, evaluation, settings, start: start);
        if (resume) RunState.Restore(options.Output, session);
        var progress = new TrainingProgress(phase.Name, time, log);
        await using var source = new BatchSource(Batches(phase), RenderSpecs.Lossless100With(SignalSpecs.V1), nights, session.StepCount);
        var finished = await LoopAsync(phase, session, source, progress, cancellationToken);
        _state.Save(options.Output, session);
        return finished ? session.AverageParameters.ToArray() : null;
    }

    private async Task<bool> LoopAsync(
        TrainingPhase phase, TrainingSession session, BatchSource source, TrainingProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            while (_state.Steps[phase.Number] == 0 || session.StepCount < _state.Steps[phase.Number])
            {
                var batch = await source.NextAsync(cancellationToken);
                progress.Begin();
                var rate = Rate(phase, session.StepCount);
                progress.Add(session, batch, session.Step(batch.Images, batch.Labels, [], rate), rate, _state.Steps[phase.Number]);
                source.GiveBack(batch);
                if (_state.Steps[phase.Number] == 0 && progress.SecondsPerStep is { } seconds)
                    _state.Steps[phase.Number] = (int)Math.Max(session.StepCount + 1, options.Minutes * phase.MinutesShare * 60 / seconds);
                if (session.StepCount % options.CheckpointSteps == 0) _state.Save(options.Output, session);
            }
            return true;
        }
        catch (OperationCanceledException)
        {
            await log.WriteLineAsync($"{phase.Name}: stopped at step {session.StepCount}; saved, go on with --resume");
            return false;
        }
    }

    private float Rate(TrainingPhase phase, long step)
    {
        var total = _state.Steps[phase.Number] == 0 ? 2000 : _state.Steps[phase.Number]; // the start is the same at any length
        return new LearningRateSchedule(phase.PeakRate, phase.FloorRate, Math.Min(100, total / 10 + 1), total).At(step);
    }

    private BatchOptions Batches(TrainingPhase phase) => new()
    {
        Seed = _state.Seed,
        BatchSize = _state.BatchSize * phase.BatchFactor,
        PoolNights = _state.PoolNights,
        SingleRow = phase.SingleRow,
        Producers = options.Producers,
        FirstNight = phase.Number * 1000,
    };
}

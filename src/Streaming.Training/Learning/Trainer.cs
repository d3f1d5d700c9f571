using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;
using Streaming.Training.Graph;

namespace Streaming.Training.Learning;

/// <summary>Trains by a plan. With a number of steps the result is the same bit for bit on one machine.</summary>
internal sealed class Trainer(TrainerOptions options, TrainingPlan plan, NightSequence nights, TimeProvider time, TextWriter log)
{
    private const int LengthSteps = 25;

    // A pool of the usual size is full before; one of thousands of nights takes an hour.
    private static readonly TimeSpan FillingPause = TimeSpan.FromSeconds(10);

    private readonly CheckpointFile _checkpoint = new(options.Output);
    private bool _replaces = options.Overwrite;
    private Teachers? _teachers;
    private RunState _state = new(
        options.Seed, options.Subjects, options.BatchSize, options.PoolNights, 0, [.. plan.Phases.Select(_ => options.Steps ?? 0)])
    {
        Minutes = options.Steps is null ? options.Minutes ?? TrainerOptions.UsualMinutes : null,
        Recipe = options.Recipe,
        Kind = options.Kind,
        Data = options.Data,
        TrainedOn = options.TrainedOn,
        Before = options.Before,
        TaughtBy = options.TaughtBy,
    };

    /// <summary>Trains and gives the averaged parameters; null where it was cancelled (what was learnt is saved for --resume; before the first step of a
    /// run that replaces another nothing is, and the other is whole).</summary>
    /// <exception cref="CheckpointException">A checkpoint cannot be written or read.</exception>
    public async Task<TrainedNetwork?> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Resume) _state = Resumed(_checkpoint.ReadState());
        else if (_state.Recipe.Begin is not null) _state = _state with { Phase = plan.Phases.Count - 1 };
        var first = _state.Phase;
        float[]? learnt = null;
        using var teachers = _state.Recipe.Teachers is { Count: > 0 } folders ? new Teachers(folders) : null;
        _teachers = teachers;
        if (teachers is not null) await log.WriteLineAsync($"taught by {teachers.Names}");
        foreach (var phase in plan.Phases.Skip(first))
        {
            _state = _state with { Phase = phase.Number };
            learnt = await PhaseAsync(phase, learnt, options.Resume && phase.Number == first, cancellationToken);
            if (learnt is null) return null;
        }
        return new TrainedNetwork(plan, learnt!, _state, Batches(plan.Phases[^1]).ClassShares);
    }

    // A run begun before kind and people were kept was held to the same nights (its Data): they are known again. A length that was begun stays; one that the
    // clock had not yet set is the one asked for now.
    private RunState Resumed(RunState state) => state with
    {
        Kind = options.Kind,
        TrainedOn = state.TrainedOn ?? options.TrainedOn,
        Minutes = options.Minutes ?? state.Minutes ?? TrainerOptions.UsualMinutes,
        Steps = [.. state.Steps.Select(steps => steps > 0 ? steps : options.Steps ?? 0)],
    };

    private async Task<float[]?> PhaseAsync(TrainingPhase phase, float[]? learnt, bool resume, CancellationToken cancellationToken)
    {
        var part = Math.Min(_state.Recipe.MicroBatch ?? phase.MicroBatch, _state.BatchSize * phase.BatchFactor);
        var training = phase.Build(part, true, _state.Recipe.Frozen);
        var settings = _state.Recipe.Options(options.Threads, options.Provider, _state.Seed);
        using var session = new TrainingSession(
            training, phase.Build(part, false, _state.Recipe.Frozen), settings,
            start: resume ? null : Start(phase, training.Parameters, learnt, settings.Seed));
        if (resume) _checkpoint.Restore(session);
        var progress = new TrainingProgress(phase.Name, Minutes(phase), time, log);
        progress.Start(training, session, part);
        await using var source = new BatchSource(Batches(phase), plan.Spec, nights, session.StepCount, Filling(phase));
        var finished = await LoopAsync(phase, session, source, progress, cancellationToken);
        if (!_replaces) Save(session);
        return finished ? session.AverageParameters.ToArray() : null;
    }

    // A single night is not there, or all is.
    private Action? Filling(TrainingPhase phase) =>
        _state.PoolNights > 1 ? new NightProgress($"{phase.Name}: nights in the pool", _state.PoolNights, time, log, FillingPause).Done : null;

    private float[] Start(TrainingPhase phase, ParameterLayout layout, float[]? learnt, int seed) => _state.Recipe.Begin is { } folder
        ? new Beginning(folder).Weights(layout, layout.Initialise(seed))
        : phase.Start(layout, learnt, seed);

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
                progress.Add(session, batch, session.Step(batch.Images, batch.Labels, [], rate, batch.Events, batch.Taught), rate, _state.Steps[phase.Number]);
                source.GiveBack(batch);
                if (options.Steps is null) SetLength(phase, session.StepCount, progress.SecondsPerStep);
                if (_replaces || session.StepCount % options.CheckpointSteps == 0) Save(session);
            }
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await log.WriteLineAsync(_replaces
                ? $"{phase.Name}: stopped before the first step; what {options.Output} held is as it was"
                : $"{phase.Name}: stopped at step {session.StepCount}; saved, go on with --resume");
            return false;
        }
    }

    // The other run's bundle goes when a checkpoint to follow it is on the disk, and before that one counts: whenever the process dies, no file of one run
    // stands beside another's, and one of the two checkpoints is there to go on from.
    private void Save(TrainingSession session)
    {
        _checkpoint.Save(_state, session, _replaces ? new RunFolder(options.Output).ClearBundle : null);
        _replaces = false;
    }

    // The first steps are taken from what was made ahead and are no measure of the pace: set anew until half of the phase is over. A run that was
    // resumed keeps to what it began.
    private void SetLength(TrainingPhase phase, long step, double? secondsPerStep)
    {
        if (secondsPerStep is not { } seconds) return;
        ref var total = ref _state.Steps[phase.Number];
        if (total == 0 || (!options.Resume && step % LengthSteps == 0 && step <= total / 2))
            total = (int)Math.Max(step + 1, Minutes(phase) * 60 / seconds);
    }

    private double Minutes(TrainingPhase phase) => (_state.Minutes ?? TrainerOptions.UsualMinutes) * (_state.Recipe.Begin is null ? phase.MinutesShare : 1);

    private float Rate(TrainingPhase phase, long step)
    {
        var total = _state.Steps[phase.Number] == 0 ? 2000 : _state.Steps[phase.Number]; // the start is the same at any length
        return _state.Recipe.Schedule(phase, total).At(step);
    }

    private BatchOptions Batches(TrainingPhase phase) => Paced(new()
    {
        Seed = _state.Seed,
        BatchSize = _state.BatchSize * phase.BatchFactor,
        PoolNights = _state.PoolNights,
        SingleRow = phase.SingleRow,
        Producers = options.Producers,
        FirstNight = phase.Number * 1000,
        Teachers = _teachers,
    });

    private BatchOptions Paced(BatchOptions options) =>
        _state.Recipe.BatchesPerNight is { } batches ? options with { BatchesPerNight = batches } : options;
}

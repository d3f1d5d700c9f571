using Streaming.Core.Rendering;

namespace Streaming.Training.Datasets;

/// <summary>Reads or simulates, filters, varies and draws on threads of its own, a few batches ahead of the training.</summary>
/// <remarks>Producer i of n makes the steps that leave i when divided by n; batches are handed out in order of their steps, so the number of
/// producers changes nothing but the pace.</remarks>
internal sealed class BatchSource : IAsyncDisposable
{
    private const int Ahead = 12; // batches; about as long as a new night takes to simulate

    private readonly BatchProducer[] _producers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _work;
    private readonly long _first;
    private long _next;

    /// <param name="read">Told of each night that was read for the pool, which is full before the first batch. Any thread.</param>
    public BatchSource(BatchOptions options, RenderSpec spec, NightSequence nights, long firstStep, Action? read = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Producers, 1);
        var pool = new EpochPool(nights, options.Seed, options.PoolNights, options.EpochsPerNight, spec.Signal, options.Teachers, read);
        var places = new PoolPlaces(pool, options.Producers, options.FirstNight);
        var ahead = Math.Max(2, Ahead / options.Producers);
        (_first, _next) = (firstStep, firstStep);
        _producers = [.. Enumerable.Range(0, options.Producers).Select(i => new BatchProducer(options, spec, places, i, ahead))];
        _work = [.. _producers.Select((producer, i) => Task.Factory.StartNew(
            () => producer.RunAsync(firstStep + i, _stop.Token),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())];
    }

    /// <summary>The batch of the next step. For one caller at a time.</summary>
    public async ValueTask<TrainingBatch> NextAsync(CancellationToken cancellationToken)
    {
        var batch = await Producer(_next).NextAsync(cancellationToken);
        _next++;
        return batch;
    }

    /// <summary>Its buffers may be filled anew.</summary>
    public void GiveBack(TrainingBatch batch) => Producer(batch.Step).GiveBack(batch);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var work in _work) await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // told to whoever asked for a batch
        _stop.Dispose();
    }

    private BatchProducer Producer(long step) => _producers[(step - _first) % _producers.Length];
}

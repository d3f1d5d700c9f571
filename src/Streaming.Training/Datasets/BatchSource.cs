using System.Threading.Channels;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;

namespace Streaming.Training.Datasets;

/// <summary>Simulates, filters, varies and draws on a thread of its own, a few batches ahead of the training.</summary>
internal sealed class BatchSource : IAsyncDisposable
{
    private const int Ahead = 12; // about as long as a new night takes to simulate
    private const ulong BatchStream = 1UL << 40;

    private readonly BatchOptions _options;
    private readonly Channel<TrainingBatch> _ready = System.Threading.Channels.Channel.CreateBounded<TrainingBatch>(Ahead);
    private readonly Channel<TrainingBatch> _spare = System.Threading.Channels.Channel.CreateUnbounded<TrainingBatch>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _producer;

    public BatchSource(BatchOptions options, RenderSpec spec, long firstStep)
    {
        _options = options;
        for (var i = 0; i < Ahead + 2; i++)
            _spare.Writer.TryWrite(new TrainingBatch(options.BatchSize, ImageLength(options, spec)));
        _producer = Task.Factory.StartNew(
            () => Produce(spec, firstStep), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>The batch of the next step.</summary>
    public ValueTask<TrainingBatch> NextAsync(CancellationToken cancellationToken) => _ready.Reader.ReadAsync(cancellationToken);

    /// <summary>Its buffers may be filled anew.</summary>
    public void GiveBack(TrainingBatch batch) => _spare.Writer.TryWrite(batch);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _producer;
        }
        catch (OperationCanceledException)
        {
            // This is how it ends.
        }
        _stop.Dispose();
    }

    private static int ImageLength(BatchOptions options, RenderSpec spec) =>
        spec.Width * spec.Height * spec.Planes / (options.SingleRow ? spec.Rows.Count : 1);

    private async Task Produce(RenderSpec spec, long step)
    {
        try
        {
            var pool = new EpochPool(_options.Seed, _options.Subjects, _options.PoolNights, spec.Signal);
            var (augmenter, renderer, image) = (new EpochAugmenter(_options.SingleRow), new WaveformRenderer(spec), new EpochImage(spec));
            for (; ; step++)
            {
                pool.MoveTo(_options.FirstSubject + (int)(step / _options.BatchesPerNight), _stop.Token);
                var batch = await _spare.Reader.ReadAsync(_stop.Token);
                var random = new SeededRandom(_options.Seed, BatchStream + ((ulong)_options.FirstSubject << 32) + (ulong)step);
                Fill(batch, pool, random, augmenter, renderer, image);
                await _ready.Writer.WriteAsync(batch, _stop.Token);
            }
        }
        catch (Exception error)
        {
            _ready.Writer.Complete(error);
            throw;
        }
    }

    private void Fill(
        TrainingBatch batch, EpochPool pool, SeededRandom random, EpochAugmenter augmenter, WaveformRenderer renderer, EpochImage image)
    {
        for (var i = 0; i < _options.BatchSize; i++)
        {
            var drawn = pool.Draw(_options.ClassShares, random);
            renderer.Draw(augmenter.Vary(drawn.Epoch, random), image);
            var length = batch.Images.Length / _options.BatchSize;
            var from = _options.SingleRow ? (int)DerivationRow.Central * length : 0;
            image.Pixels.AsSpan(from, length).CopyTo(batch.Images.AsSpan(i * length));
            batch.Labels[i] = (byte)drawn.Stage;
        }
    }
}

using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>One thread's share of the batches. A few wait to be taken; then it waits.</summary>
internal sealed class BatchProducer
{
    private const ulong BatchStream = 1UL << 40;

    private readonly BatchOptions _options;
    private readonly PoolPlaces _pool;
    private readonly int _number;
    private readonly Channel<TrainingBatch> _ready;
    private readonly Channel<TrainingBatch> _spare = System.Threading.Channels.Channel.CreateUnbounded<TrainingBatch>();
    private readonly EpochAugmenter _augmenter;
    private readonly WaveformRenderer _renderer;
    private readonly EpochImage _image;

    public BatchProducer(BatchOptions options, RenderSpec spec, PoolPlaces pool, int number, int ahead)
    {
        (_options, _pool, _number) = (options, pool, number);
        (_augmenter, _renderer, _image) = (new EpochAugmenter(options.SingleRow), new WaveformRenderer(spec), new EpochImage(spec));
        _ready = System.Threading.Channels.Channel.CreateBounded<TrainingBatch>(ahead);
        var imageLength = _image.Pixels.Length / (options.SingleRow ? spec.Rows.Count : 1);
        for (var i = 0; i < ahead + 2; i++) _spare.Writer.TryWrite(new TrainingBatch(options.BatchSize, imageLength, Cells(options), options.Teachers is null ? 0 : Teachers.Classes));
    }

    /// <summary>The next batch that is ready; throws what <see cref="RunAsync"/> ended with, as it was thrown: a night that is damaged is the reader's to tell.</summary>
    public async ValueTask<TrainingBatch> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _ready.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
            throw; // not reached
        }
    }

    public void GiveBack(TrainingBatch batch) => _spare.Writer.TryWrite(batch);

    /// <summary>Makes every n-th batch from this step on until it is cancelled.</summary>
    public async Task RunAsync(long step, CancellationToken cancellationToken)
    {
        try
        {
            for (; ; step += _options.Producers)
            {
                var window = _pool.Move(_number, _options.FirstNight + (int)(step / _options.BatchesPerNight), cancellationToken);
                var batch = await _spare.Reader.ReadAsync(cancellationToken);
                Fill(batch, step, window);
                await _ready.Writer.WriteAsync(batch, cancellationToken);
            }
        }
        catch (Exception error)
        {
            _ready.Writer.Complete(error);
            throw;
        }
    }

    private void Fill(TrainingBatch batch, long step, EpochWindow window)
    {
        batch.Step = step;
        var random = new SeededRandom(_options.Seed, BatchStream + ((ulong)_options.FirstNight << 32) + (ulong)step);
        for (var i = 0; i < _options.BatchSize; i++)
        {
            var drawn = window.Draw(_options.ClassShares, random);
            _renderer.Draw(_augmenter.Vary(drawn, random), _image);
            var length = batch.Images.Length / _options.BatchSize;
            var from = _options.SingleRow ? (int)DerivationRow.Central * length : 0;
            _image.Pixels.AsSpan(from, length).CopyTo(batch.Images.AsSpan(i * length));
            batch.Labels[i] = (byte)drawn.Stage;
            drawn.Taught?.CopyTo(batch.Taught, i * Teachers.Classes);
            var cells = Cells(_options);
            _augmenter.Events.Slice(_options.SingleRow ? (int)DerivationRow.Central * cells : 0, cells).CopyTo(batch.Events.AsSpan(i * cells));
        }
    }

    private static int Cells(BatchOptions options) => options.SingleRow ? Epoch.Seconds : CellEvents.Count;
}

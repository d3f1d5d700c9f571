namespace Streaming.Training.Graph;

/// <summary>
/// Takes a batch apart into parts of the graph's own size and runs them on several workers, one thread each. Parts this small stay in the
/// processor's caches, and workers share nothing but parameters. Gradients are added in the order of the parts, so that the bits
/// depend neither on the number of workers nor on who was faster.
/// </summary>
internal sealed class MicroBatches : IDisposable
{
    private readonly BoundSession _session;
    private readonly MicroBatch[] _workers;
    private readonly int _size;
    private readonly Lock _taking = new();
    private readonly object _turn = new();
    private int _taken;
    private int _added;
    private float _loss;
    private bool _failed;

    public MicroBatches(NetworkGraph network, BoundSession session, float[] parameters, int threads)
    {
        _session = session;
        _size = network.Batch;
        // One device is one worker.
        int workers = session.Provider == Scoring.ScoringProvider.Cuda ? 1 : threads;
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new MicroBatch(network, session.Twin(), parameters))];
    }

    /// <summary>The loss of a batch; its gradient and logits are written.</summary>
    public float Run(StepInputs inputs, int samples, float[] gradient, Memory<float> logits)
    {
        gradient.AsSpan().Clear();
        (_taken, _added, _loss, _failed) = (0, 0, 0, false);
        int parts = (samples + _size - 1) / _size;
        if (_workers.Length == 1 || parts == 1)
        {
            Work(_workers[0], inputs, parts, gradient, logits);
        }
        else
        {
            Parallel.ForEach(_workers, worker => Work(worker, inputs, parts, gradient, logits));
        }

        return _loss;
    }

    public void Dispose()
    {
        Array.ForEach(_workers, worker => worker.Dispose());
        _session.Dispose();
    }

    private void Work(MicroBatch worker, StepInputs inputs, int parts, float[] gradient, Memory<float> logits)
    {
        try
        {
            for (int part = Take(); part < parts && !Volatile.Read(ref _failed); part = Take())
            {
                worker.Run(inputs, part * _size);
                Add(worker, part, gradient, logits);
            }
        }
        catch
        {
            lock (_turn)
            {
                _failed = true;
                Monitor.PulseAll(_turn);
            }

            throw;
        }
    }

    private int Take()
    {
        lock (_taking)
        {
            return _taken++;
        }
    }

    /// <summary>Waits until all earlier parts are in: whoever has them is at work, for parts are taken in order.</summary>
    private void Add(MicroBatch worker, int part, float[] gradient, Memory<float> logits)
    {
        lock (_turn)
        {
            while (_added != part && !_failed)
            {
                Monitor.Wait(_turn);
            }

            if (!_failed)
            {
                _loss += worker.Collect(gradient, logits.Span, part * _size);
                _added++;
                Monitor.PulseAll(_turn);
            }
        }
    }
}

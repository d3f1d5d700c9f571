using System.Threading.Channels;

namespace Streaming.Service.Flow;

/// <summary>Windows of all beds on their way to the scoring workers. Epochs go first; rolling windows take what is left and are shed first.</summary>
internal sealed class ScoringQueue(ServedModel model)
{
    // Full: the bed's lane waits, then fills, then falls back on the journal. Nothing is dropped.
    private readonly Channel<PendingEpoch> _epochs = Channel.CreateBounded<PendingEpoch>(4 * model.Workers);
    // Full: the window is shed.
    private readonly Channel<PendingEpoch> _windows = Channel.CreateBounded<PendingEpoch>(model.Workers);
    private readonly SemaphoreSlim _waiting = new(0);

    /// <summary>No epoch waits, so a rolling window would delay none.</summary>
    public bool HasSpareRoom => _epochs.Reader.Count == 0 && _windows.Reader.Count < model.Workers;

    /// <summary>Epochs and rolling windows that wait for a worker.</summary>
    public int Waiting => _epochs.Reader.Count + _windows.Reader.Count;

    public async ValueTask SubmitAsync(PendingEpoch epoch, CancellationToken cancellationToken)
    {
        await _epochs.Writer.WriteAsync(epoch, cancellationToken);
        _waiting.Release();
    }

    public bool TryOffer(PendingEpoch window)
    {
        if (!_windows.Writer.TryWrite(window)) return false;
        _waiting.Release();
        return true;
    }

    public async ValueTask<PendingEpoch> TakeAsync(CancellationToken cancellationToken)
    {
        await _waiting.WaitAsync(cancellationToken);
        // One permit for one window in either channel.
        if (_epochs.Reader.TryRead(out var epoch)) return epoch;
        return await _windows.Reader.ReadAsync(cancellationToken);
    }
}

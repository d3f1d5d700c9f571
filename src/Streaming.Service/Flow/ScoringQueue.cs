using System.Threading.Channels;

namespace Streaming.Service.Flow;

/// <summary>Windows of all beds on their way to the scoring workers. Epochs go first; rolling windows take what is left, each bed in its
/// turn.</summary>
internal sealed class ScoringQueue
{
    // Full: the bed's lane waits, then fills, then falls back on the journal. Nothing is dropped.
    private readonly Channel<PendingEpoch> _epochs;
    // Never full: only who has a turn puts one in.
    private readonly Channel<PendingEpoch> _windows;
    private readonly SemaphoreSlim _waiting = new(0);

    public ScoringQueue(ServedModel model)
    {
        _epochs = Channel.CreateBounded<PendingEpoch>(4 * model.Workers);
        // A window is drawn while the one before is read, and no more: a bed further back draws a newer one when it comes to that.
        var turns = 2 * model.Workers;
        _windows = Channel.CreateBounded<PendingEpoch>(turns);
        Turns = new WindowTurns(turns, () => _epochs.Reader.Count == 0);
    }

    /// <summary>Which beds may draw a rolling window now.</summary>
    public WindowTurns Turns { get; }

    /// <summary>Epochs and rolling windows that wait for a worker.</summary>
    public int Waiting => _epochs.Reader.Count + _windows.Reader.Count;

    public async ValueTask SubmitAsync(PendingEpoch epoch, CancellationToken cancellationToken)
    {
        await _epochs.Writer.WriteAsync(epoch, cancellationToken);
        _waiting.Release();
    }

    /// <summary>For a bed that has a turn.</summary>
    public void Offer(PendingEpoch window)
    {
        if (!_windows.Writer.TryWrite(window)) throw new InvalidOperationException("A rolling window was offered out of turn.");
        _waiting.Release();
    }

    /// <summary>Waits on the caller's own thread.</summary>
    public PendingEpoch Take(CancellationToken cancellationToken)
    {
        _waiting.Wait(cancellationToken);
        while (true)
        {
            // One permit for one window in either channel.
            if (_epochs.Reader.TryRead(out var epoch))
            {
                Turns.Look();
                return epoch;
            }
            if (_windows.Reader.TryRead(out var window)) return window;
        }
    }
}

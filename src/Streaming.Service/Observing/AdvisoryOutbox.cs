using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Observing;

/// <summary>Advisories on their way to the night log: of each the latest word, in the order in which their first was put here.</summary>
internal sealed class AdvisoryOutbox
{
    // Full: the one that has waited longest is given up. A ward has a few hundred that last; more come together only where some begin and end all night at a
    // disk that refuses all night.
    private const int Most = 8192;
    private readonly Lock _gate = new();
    private readonly Queue<string> _order = [];
    private readonly Dictionary<string, (BedKey Bed, Advisory Advisory)> _latest = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _bell = new(0, 1);

    /// <summary>Never waits.</summary>
    /// <param name="bed">Where.</param>
    /// <param name="advisory">Nobody changes it any more.</param>
    public void Put(BedKey bed, Advisory advisory)
    {
        lock (_gate)
        {
            if (!_latest.ContainsKey(advisory.AdvisoryId)) _order.Enqueue(advisory.AdvisoryId);
            _latest[advisory.AdvisoryId] = (bed, advisory);
            if (_order.Count > Most) _latest.Remove(_order.Dequeue());
            if (_bell.CurrentCount == 0) _bell.Release();
        }
    }

    /// <summary>The next, as soon as there is one. One caller at a time.</summary>
    public async Task<(BedKey Bed, Advisory Advisory)> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_order.TryDequeue(out var id) && _latest.Remove(id, out var next)) return next;
            }
            await _bell.WaitAsync(cancellationToken);
        }
    }
}

using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Scoring;

/// <summary>Asks the network again and again for one epoch with different cells taken away. Only rows that differ from the picture before are drawn.
/// Not thread-safe; one a worker.</summary>
internal sealed class CellScorer : IDisposable
{
    private readonly Epoch _epoch;
    private readonly EpochScorer _scorer;
    private readonly List<DerivationRow> _touched = [];
    private readonly List<DerivationRow> _changed = [];
    private bool _isDrawn;

    /// <param name="epoch">Scorable.</param>
    /// <param name="stager">Taken over.</param>
    public CellScorer(Epoch epoch, IStager stager) => (_epoch, _scorer) = (epoch, new EpochScorer(stager));

    /// <summary>The network's logits with cells, row-major, taken away; none: with all.</summary>
    public float[] Without(ReadOnlySpan<int> cells)
    {
        var less = AblationMapper.Without(_epoch, cells);
        _changed.Clear();
        _changed.AddRange(_touched); // to be put back
        _touched.Clear();
        foreach (var cell in cells)
        {
            var row = (DerivationRow)(cell / Epoch.Seconds);
            if (!_touched.Contains(row)) _touched.Add(row);
        }
        foreach (var row in _touched)
            if (!_changed.Contains(row)) _changed.Add(row);
        var estimate = _isDrawn ? _scorer.ScoreChanged(less, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_changed)) : _scorer.Score(less)!;
        _isDrawn = true;
        return estimate.Logits;
    }

    public void Dispose() => _scorer.Dispose();
}

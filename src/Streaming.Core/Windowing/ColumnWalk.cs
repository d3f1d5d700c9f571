namespace Streaming.Core.Windowing;

/// <summary>Walks the columns of an epoch at 100 Hz: each lies a whole number and a fraction of native samples after the epoch's first
/// sample.</summary>
/// <param name="unit">Fractions are counted in 1 / unit of a sample.</param>
/// <param name="start">Position of column 0, at most 0.</param>
/// <param name="step">Distance of columns.</param>
internal struct ColumnWalk(long unit, long start, long step)
{
    private readonly int _stepWhole = (int)(step / unit);
    private readonly long _stepRest = step % unit;
    private long _rest = RestOf(start, unit);

    /// <summary>The last sample at or before the column; -1 is the one before the epoch's first.</summary>
    public int Sample { get; private set; } = (int)((start - RestOf(start, unit)) / unit);

    /// <summary>All columns lie equally far after a sample.</summary>
    public readonly bool IsEven => _stepRest == 0;

    /// <summary>Whole samples from column to column.</summary>
    public readonly int Step => _stepWhole;

    /// <summary>How far the column lies after it, in units.</summary>
    public readonly long Rest => _rest;

    /// <summary>How far the column lies after it, 0 to 1.</summary>
    public readonly double Fraction => (double)_rest / unit;

    /// <summary>The same place, counted from a later sample of the epoch.</summary>
    public readonly ColumnWalk After(int samples)
    {
        var later = this;
        later.Sample -= samples;
        return later;
    }

    public void MoveNext()
    {
        Sample += _stepWhole;
        _rest += _stepRest;
        if (_rest < unit) return;
        _rest -= unit;
        Sample++;
    }

    private static long RestOf(long start, long unit) => (start % unit + unit) % unit;
}

namespace Streaming.Core.Windowing;

/// <summary>What a row is computed in. It holds nothing from one row to the next, and so belongs to the thread: a bed would have two dozen.</summary>
internal sealed class RowScratch
{
    [ThreadStatic]
    private static RowScratch? s_mine;

    private double[] _values = [];
    private bool[] _lost = [];

    public static RowScratch OfThisThread => s_mine ??= new RowScratch();

    /// <summary>At 100 Hz, filled by a row's first leg.</summary>
    public double[] Columns { get; } = new double[Epoch.Samples];

    public ColumnMark[] Marks { get; } = new ColumnMark[Epoch.Samples];

    /// <summary>Filled by its second.</summary>
    public double[] Subtracted { get; } = new double[Epoch.Samples];

    public ColumnMark[] SubtractedMarks { get; } = new ColumnMark[Epoch.Samples];

    /// <summary>A leg's samples at its native rate, and which of them are lost; of whatever leg was here before.</summary>
    public void Samples(int count, out Span<double> values, out Span<bool> lost)
    {
        if (_values.Length < count) (_values, _lost) = (new double[count], new bool[count]);
        values = _values.AsSpan(0, count);
        lost = _lost.AsSpan(0, count);
    }
}

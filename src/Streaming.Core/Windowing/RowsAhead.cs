using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>Rows that go ahead of the authoritative ones into the open epochs, which stay where the last epoch closed.</summary>
internal sealed class RowsAhead(RowChoice?[] rows, Func<Derivation, RowSignal> create)
{
    private readonly RowSignal?[] _ahead = new RowSignal?[rows.Length]; // each goes along with what comes
    private readonly (long Epoch, bool Begun)[] _at = Epochs(rows.Length);
    private readonly RowSignal?[] _again = new RowSignal?[rows.Length]; // begins at the last closed epoch every time

    /// <summary>A row of the open epoch, without computing again what is final; null where that cannot be: then it is computed afresh.</summary>
    /// <param name="row">Which.</param>
    /// <param name="epoch">The first open one.</param>
    /// <param name="columns">How much of it is needed.</param>
    public RowResult? Extend(int row, OpenEpoch epoch, int columns)
    {
        if (_at[row].Epoch != epoch.Number || _ahead[row]!.Derivation != rows[row]!.Active.Derivation)
            _at[row] = (epoch.Number, Copy(row, ref _ahead[row]).Begin(epoch.Number));
        return _at[row].Begun ? _ahead[row]!.Extend(epoch, columns) : null;
    }

    /// <summary>The copy that has gone into an epoch, if there is one.</summary>
    public RowSignal? Into(int row, long epoch) => _at[row] == (epoch, true) && _ahead[row]!.Derivation == rows[row]!.Active.Derivation ? _ahead[row] : null;

    /// <summary>A copy of the row at the end of the last closed epoch; used up.</summary>
    public RowSignal Copy(int row) => Copy(row, ref _again[row]);

    private RowSignal Copy(int row, ref RowSignal? copy)
    {
        var active = rows[row]!.Active;
        if (copy?.Derivation != active.Derivation) copy = create(active.Derivation);
        var writer = new StateWriter();
        active.Save(writer);
        var reader = new StateReader(writer.ToArray());
        copy!.Load(ref reader);
        return copy;
    }

    private static (long Epoch, bool Begun)[] Epochs(int rows)
    {
        var none = new (long, bool)[rows];
        Array.Fill(none, (-1, false));
        return none;
    }
}

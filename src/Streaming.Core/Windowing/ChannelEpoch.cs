namespace Streaming.Core.Windowing;

/// <summary>The samples of one channel in one open epoch: values, which of them have come, and how.</summary>
/// <param name="spares">Of the same channel's epochs: one closes as the next begins, and hands its arrays on.</param>
internal sealed class ChannelEpoch(Stack<(int[] Values, bool[] Present)> spares)
{
    private int[] _values = [];
    private bool[] _present = [];

    public int Expected { get; private set; }

    public int Received { get; private set; }

    public int Backfilled { get; private set; }

    public int Conflicting { get; private set; }

    public int Repeated { get; private set; }

    public int Here => Received + Backfilled;

    public ReadOnlySpan<int> Values => _values.Length == 0 ? default : _values.AsSpan(0, Expected);

    /// <summary>Empty where nothing ever came.</summary>
    public ReadOnlySpan<bool> Present => _present.Length == 0 ? default : _present.AsSpan(0, Expected);

    /// <summary>Empties it for an epoch of so many samples. The arrays are handed on: only the first epochs of a study allocate.</summary>
    public void Clear(int expected)
    {
        Expected = expected;
        (Received, Backfilled, Conflicting, Repeated) = (0, 0, 0, 0);
        if (_values.Length == 0) return;
        spares.Push((_values, _present));
        (_values, _present) = ([], []);
    }

    /// <param name="position">Place of the first value in the epoch; all must fit.</param>
    /// <param name="values">Digital values.</param>
    /// <param name="isBackfill">They came on request.</param>
    public void Place(int position, ReadOnlySpan<int> values, bool isBackfill)
    {
        if (_values.Length == 0) Open();
        var there = _values.AsSpan(position, values.Length);
        var present = _present.AsSpan(position, values.Length);
        var added = 0;
        if (!present.Contains(true))
        {
            values.CopyTo(there);
            present.Fill(true);
            added = values.Length;
            values = [];
        }
        for (var n = 0; n < values.Length; n++)
        {
            if (present[n])
            {
                Repeated++;
                if (there[n] != values[n]) Conflicting++;
                continue;
            }
            (present[n], there[n]) = (true, values[n]);
            added++;
        }
        if (isBackfill) Backfilled += added;
        else Received += added;
    }

    private void Open()
    {
        if (spares.TryPop(out var spare) && spare.Values.Length >= Expected)
        {
            (_values, _present) = spare;
            Array.Clear(_present);
            return;
        }
        (_values, _present) = (new int[Expected + 1], new bool[Expected + 1]); // epochs differ by one sample
    }

    public bool IsPresent(int position) => _present.Length > 0 && _present[position];
}

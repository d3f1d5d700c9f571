namespace Streaming.Service.Flow;

/// <summary>Whose rolling window is drawn next: the bed that has waited longest, once no epoch waits. All hops of a ward may come in the same instant, and
/// what few places there are would go to the same few beds each time.</summary>
/// <param name="most">Turns that may be out at once.</param>
/// <param name="isFree">No epoch waits. Must not block.</param>
internal sealed class WindowTurns(int most, Func<bool> isFree)
{
    // A bed asks once and then waits, so it holds at most as many as there are beds.
    private readonly Queue<Func<bool>> _asking = [];
    private readonly Lock _gate = new();
    private int _out;

    /// <summary>Beds that wait for a turn.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _asking.Count;
        }
    }

    /// <summary>Asks for a turn; whoever has had it gives it back.</summary>
    /// <param name="call">Called once when it has come, on anybody's thread; must not block. False: it cannot be taken now, and is another bed's.</param>
    public void Ask(Func<bool> call)
    {
        lock (_gate) _asking.Enqueue(call);
        Look();
    }

    public void GiveBack()
    {
        lock (_gate) _out--;
        Look();
    }

    /// <summary>Calls whoever may be called: after anything that may have made room.</summary>
    public void Look()
    {
        while (Next() is { } call)
        {
            if (call()) continue;
            lock (_gate) _out--;
        }
    }

    private Func<bool>? Next()
    {
        lock (_gate)
        {
            if (_out == most || !isFree() || !_asking.TryDequeue(out var call)) return null;
            _out++;
            return call;
        }
    }
}

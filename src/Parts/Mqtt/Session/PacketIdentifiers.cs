namespace Streaming.Parts.Mqtt.Session;

/// <summary>Packet identifiers in use; publishes and subscriptions draw from the same 65535.</summary>
internal sealed class PacketIdentifiers
{
    private readonly Lock _gate = new();
    private readonly HashSet<ushort> _used = [];
    private ushort _last;

    public ushort Take()
    {
        lock (_gate)
        {
            if (_used.Count == ushort.MaxValue)
                throw new InvalidOperationException($"All {ushort.MaxValue} packet identifiers are in use.");
            do
                _last = _last == ushort.MaxValue ? (ushort)1 : (ushort)(_last + 1);
            while (!_used.Add(_last));
            return _last;
        }
    }

    public void Release(ushort identifier)
    {
        lock (_gate)
            _used.Remove(identifier);
    }
}

namespace Streaming.Parts.Mqtt.Session;

/// <summary>
/// Decides, every half keep-alive, whether to ping and whether the peer is dead. A ping goes out when either direction was silent; the peer has a
/// whole keep-alive to send anything at all in return.
/// </summary>
internal sealed class KeepAlive
{
    private const int SilentTicksAllowed = 2;
    private int _silentTicks;
    private bool _pinged;

    public KeepAliveVerdict Tick(bool received, bool sent, bool readerIsHeld)
    {
        if (received || readerIsHeld)
            (_pinged, _silentTicks) = (false, 0);
        else if (_pinged && ++_silentTicks >= SilentTicksAllowed)
            return KeepAliveVerdict.Dead;
        if (_pinged || (received && sent))
            return KeepAliveVerdict.Fine;
        _pinged = true;
        return KeepAliveVerdict.Ping;
    }
}

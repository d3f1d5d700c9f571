namespace Streaming.Service.Serving;

/// <summary>Whether an edit that waits is made or withdrawn: one of the two, whoever comes first.</summary>
internal sealed class EditClaim
{
    private const int Waits = 0, Begun = 1, Withdrawn = 2;
    private int _state = Waits;

    /// <returns>False: it was withdrawn, and is not to be made.</returns>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Begun, Waits) == Waits;

    /// <returns>False: it was begun, and may be kept.</returns>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Waits) is Waits or Withdrawn;
}

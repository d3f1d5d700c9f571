namespace Streaming.Service.Recording;

/// <summary>Why something is refused that is tried again and again: said once while it lasts, for a log that fills a full disk helps nobody.</summary>
internal sealed class LastingRefusal
{
    private string? _reason;

    /// <returns>True: this has not been said yet, or something else was last.</returns>
    public bool IsNew(string reason)
    {
        if (reason == _reason) return false;
        _reason = reason;
        return true;
    }

    public void End() => _reason = null;
}

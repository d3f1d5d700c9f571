namespace Streaming.Service.Recording;

/// <summary>Where the line stands after an epoch: enough to go on from there, and to draw the next epoch again.</summary>
/// <param name="Epoch">The epoch that closed.</param>
/// <param name="ResumeOffset">Journal offset to read on from.</param>
/// <param name="ClosedOffset">Journal offset behind the record that closed the epoch.</param>
/// <param name="Session">State of filters, resamplers, scale and assembler.</param>
/// <param name="Smoother">State of the smoother.</param>
/// <param name="Evidence">State of the findings reader; null in a store of an older version.</param>
internal sealed record EpochState(long Epoch, long ResumeOffset, long ClosedOffset, byte[] Session, byte[] Smoother, byte[]? Evidence = null)
{
    /// <summary>Whose smoother state it is (<see cref="Flow.ServedModel.ContextKey"/>); the graph's hash alone, or null, in a store of an older version.</summary>
    public string? ContextKey { get; init; }

    /// <summary>Graph and all that its bundle says beside it are named.</summary>
    public bool IsWhollyNamed => ContextKey?.Contains('/', StringComparison.Ordinal) == true;

    /// <summary>Of the signal spec whose session state it is; null in a store of an older version.</summary>
    public string? SignalSha256 { get; init; }

    /// <summary>Epochs after this one can go on from it without more ado.</summary>
    public bool Fits(Flow.ServedModel model) =>
        FitsSignal(model) && ContextKey == model.ContextKey;

    /// <summary>The session can; the smoother perhaps not.</summary>
    public bool FitsSignal(Flow.ServedModel model) => SignalSha256 is null || SignalSha256 == model.SignalSha256;
}

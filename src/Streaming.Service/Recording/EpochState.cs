namespace Streaming.Service.Recording;

/// <summary>Where the line stands after an epoch: enough to go on from there, and to draw the next epoch again.</summary>
/// <param name="Epoch">The epoch that closed.</param>
/// <param name="ResumeOffset">Journal offset to read on from.</param>
/// <param name="ClosedOffset">Journal offset behind the record that closed the epoch.</param>
/// <param name="Session">State of filters, resamplers, scale and assembler.</param>
/// <param name="Smoother">State of the smoother.</param>
/// <param name="Evidence">State of the findings reader; null in a store of an older version.</param>
internal sealed record EpochState(long Epoch, long ResumeOffset, long ClosedOffset, byte[] Session, byte[] Smoother, byte[]? Evidence = null);

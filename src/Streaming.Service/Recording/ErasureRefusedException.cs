namespace Streaming.Service.Recording;

/// <summary>A study cannot be deleted; the message says why and what to do.</summary>
internal sealed class ErasureRefusedException(string message) : Exception(message);

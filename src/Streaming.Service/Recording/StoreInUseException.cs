namespace Streaming.Service.Recording;

/// <summary>Another process writes this store.</summary>
internal sealed class StoreInUseException(string message, Exception cause) : Exception(message, cause);

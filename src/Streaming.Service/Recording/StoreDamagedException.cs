namespace Streaming.Service.Recording;

/// <summary>The night log cannot be read.</summary>
internal sealed class StoreDamagedException(string message, Exception cause) : Exception(message, cause);

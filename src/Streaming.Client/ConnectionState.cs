namespace Streaming.Client;

/// <summary>State of the stream. While stale, <paramref name="Since"/> is the moment of the last word from the service.</summary>
/// <param name="FailedAttempts">Attempts to reconnect that have failed since.</param>
/// <param name="Reason">Why it broke, or why the last attempt failed; empty while live.</param>
public sealed record ConnectionState(ConnectionPhase Phase, DateTimeOffset Since, int FailedAttempts, string Reason);

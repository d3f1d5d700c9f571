namespace Streaming.Service.Access;

/// <summary>One line of the access audit.</summary>
internal readonly record struct AuditEntry(DateTimeOffset At, string Peer, string Action, string Outcome);

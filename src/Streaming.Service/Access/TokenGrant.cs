namespace Streaming.Service.Access;

/// <summary>What a token allows. The token itself is known to its holder alone; the store keeps its hash.</summary>
/// <param name="Id">Eight hexadecimal digits; names the token in lists and audit.</param>
/// <param name="Name">Whose it is: a station or a duty, never a patient.</param>
internal sealed record TokenGrant(
    string Id, string Name, Role Role, Scope Scope, DateTimeOffset Issued, DateTimeOffset Expires, DateTimeOffset? Revoked)
{
    /// <summary>Why it is good for nothing now, or null.</summary>
    public string? FaultAt(DateTimeOffset now) =>
        Revoked is not null ? "the token was revoked" : now >= Expires ? "the token has expired" : null;
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using Streaming.Service.Recording;

namespace Streaming.Service.Access;

/// <summary>Tokens and the access audit: <c>access.db</c> in the store's folder.</summary>
/// <remarks>A file of its own, because the command line changes it while the service runs and the night log has one writer only. Every call looks
/// here, so what is revoked is refused from the next call on.</remarks>
internal sealed class AccessStore : IDisposable
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS tokens(
            id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, role INTEGER NOT NULL, site TEXT NOT NULL, bed TEXT NOT NULL,
            issued TEXT NOT NULL, expires TEXT NOT NULL, revoked TEXT) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS audit(
            id INTEGER PRIMARY KEY, at TEXT NOT NULL, peer TEXT NOT NULL, action TEXT NOT NULL, outcome TEXT NOT NULL);
        """;

    private const string FileName = "access.db";
    private const string Columns = "id, name, role, site, bed, issued, expires, revoked";
    private readonly Lock _gate = new();
    private readonly SqliteStatements _statements;

    private AccessStore(SqliteStatements statements) => _statements = statements;

    /// <summary>Opens what is there: whoever only looks, or mends, must not be told that a store without tokens is where a name was mistyped.</summary>
    /// <exception cref="IOException">There is none; names the folder.</exception>
    public static AccessStore OpenExisting(string folder) => File.Exists(Path.Combine(folder, FileName))
        ? Open(folder)
        : throw new DirectoryNotFoundException($"There is no store with tokens in '{folder}': it has no {FileName}. A service's first start makes one, and so does token issue.");

    /// <param name="folder">The store; made where it is not there.</param>
    public static AccessStore Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var statements = new SqliteStatements(NightLogSchema.Connect(Path.Combine(folder, FileName), readOnly: false));
        using (var command = statements.Connection.CreateCommand())
        {
            command.CommandText = Tables;
            command.ExecuteNonQuery();
        }
        return new AccessStore(statements);
    }

    public void Add(TokenGrant grant, string secret)
    {
        lock (_gate)
        {
            _statements.Execute(
                "INSERT INTO tokens VALUES($1, $2, $3, $4, $5, $6, $7, $8, NULL)", grant.Id, TokenSecret.Hash(secret), grant.Name, (int)grant.Role,
                grant.Scope.Site, grant.Scope.Bed, Text(grant.Issued), Text(grant.Expires));
        }
    }

    /// <returns>False: there is no such token, or it is revoked already.</returns>
    public bool Revoke(string id, DateTimeOffset at)
    {
        lock (_gate) return _statements.Execute("UPDATE tokens SET revoked = $2 WHERE id = $1 AND revoked IS NULL", id, Text(at)) == 1;
    }

    public TokenGrant? FindBySecret(string secret)
    {
        lock (_gate) return _statements.First($"SELECT {Columns} FROM tokens WHERE hash = $1", Read, TokenSecret.Hash(secret));
    }

    public TokenGrant? Find(string id)
    {
        lock (_gate) return _statements.First($"SELECT {Columns} FROM tokens WHERE id = $1", Read, id);
    }

    /// <summary>In the order in which they were issued.</summary>
    public IReadOnlyList<TokenGrant> All()
    {
        lock (_gate) return _statements.Query($"SELECT {Columns} FROM tokens ORDER BY issued, id", Read);
    }

    /// <param name="peer">A token's id and name, an address, or <c>command line</c>.</param>
    /// <param name="action">The method, or what was done to a token.</param>
    /// <param name="outcome"><c>done</c>, or why not.</param>
    public void Audit(DateTimeOffset at, string peer, string action, string outcome)
    {
        lock (_gate)
            _statements.Execute("INSERT INTO audit(at, peer, action, outcome) VALUES($1, $2, $3, $4)", Text(at), peer, action, outcome);
    }

    /// <summary>The latest, newest first.</summary>
    public IReadOnlyList<AuditEntry> AuditTail(int limit)
    {
        lock (_gate)
        {
            return _statements.Query(
                "SELECT at, peer, action, outcome FROM audit ORDER BY id DESC LIMIT $1",
                row => new AuditEntry(Time(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetString(3)), limit);
        }
    }

    public void Dispose() => _statements.Dispose();

    private static TokenGrant Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), (Role)row.GetInt32(2), new Scope(row.GetString(3), row.GetString(4)),
        Time(row.GetString(5)), Time(row.GetString(6)), row.IsDBNull(7) ? null : Time(row.GetString(7)));

    private static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}

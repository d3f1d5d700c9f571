using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Streaming.Service.Recording;

/// <summary>Prepared statements of one connection; values are bound to $1, $2, ... in order. Not thread-safe.</summary>
/// <remarks>What writes goes to SQLite itself, without the provider's command, parameters and reader: an epoch is a dozen statements.</remarks>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Compiled> _compiled = new(StringComparer.Ordinal);

    public SqliteConnection Connection { get; } = connection;

    /// <summary>One was begun, and neither it nor SQLite has ended it since.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    /// <returns>Rows changed.</returns>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        Run(sql, values);
        return raw.sqlite3_changes(Connection.Handle);
    }

    /// <summary>Whether a query has a row.</summary>
    /// <exception cref="SqliteException">SQLite refused.</exception>
    public bool Any(string sql, params ReadOnlySpan<object?> values) => Run(sql, values);

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    public void Dispose()
    {
        foreach (var compiled in _compiled.Values) compiled.Statement.Dispose();
        foreach (var command in _prepared.Values) command.Dispose();
        Connection.Dispose();
    }

    private bool Run(string sql, ReadOnlySpan<object?> values)
    {
        var (statement, places) = Compile(sql);
        try
        {
            for (var i = 0; i < values.Length; i++) Check(Bind(statement, places[i], values[i]));
            var result = raw.sqlite3_step(statement);
            if (result != raw.SQLITE_ROW) Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
            return result == raw.SQLITE_ROW;
        }
        finally
        {
            raw.sqlite3_reset(statement); // says again what the step said
            raw.sqlite3_clear_bindings(statement);
        }
    }

    private Compiled Compile(string sql)
    {
        if (_compiled.TryGetValue(sql, out var compiled)) return compiled;
        Check(raw.sqlite3_prepare_v2(Connection.Handle, sql, out var statement));
        // $2 may stand before $1: SQLite counts places, not names.
        var places = Enumerable.Range(1, raw.sqlite3_bind_parameter_count(statement))
            .Select(number => raw.sqlite3_bind_parameter_index(statement, "$" + number)).ToArray();
        return _compiled[sql] = new Compiled(statement, places);
    }

    private static int Bind(sqlite3_stmt statement, int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, place),
        int number => raw.sqlite3_bind_int(statement, place, number),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        string text => raw.sqlite3_bind_text(statement, place, text),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, place, 0), // an empty span would be null
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        ReadOnlyMemory<byte> bytes => raw.sqlite3_bind_blob(statement, place, bytes.Span),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be bound.", nameof(value)),
    };

    private void Check(int result)
    {
        if (result == raw.SQLITE_OK) return;
        var database = Connection.Handle;
        throw new SqliteException(
            $"SQLite Error {result}: '{raw.sqlite3_errmsg(database).utf8_to_string()}'.", result, raw.sqlite3_extended_errcode(database));
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            _prepared.Add(sql, command);
        }
        command.Parameters.Clear();
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue("$" + (i + 1), values[i] ?? DBNull.Value);
        return command;
    }

    private readonly record struct Compiled(sqlite3_stmt Statement, int[] Places);
}

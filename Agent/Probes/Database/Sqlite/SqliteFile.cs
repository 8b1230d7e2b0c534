using System.Text;
using SQLitePCL;

namespace Keeper.Agent.Probes.Database.Sqlite;

/// <summary>
/// A file of SQLite, open for reading. Its calls block, so it asks the token every few thousand steps and ends when it is
/// cancelled. Nothing in it reaches another file: attaching is switched off.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    // What an authorizer is asked for (sqlite3.h, "Authorizer Action Codes").
    private const int Read = 20;
    private const int Select = 21;
    private const int Function = 31;
    private const int Recursive = 33;

    /// <summary>SQLITE_OPEN_NOFOLLOW of sqlite3.h.</summary>
    private const int NoFollow = 0x01000000;

    private const int StepsBetweenLooks = 2000;
    private const int MaxLength = 1024 * 1024;

    private readonly sqlite3 _connection;
    private readonly CancellationToken _ct;

    private SqliteFile(sqlite3 connection, CancellationToken ct) => (_connection, _ct) = (connection, ct);

    /// <summary>Opens a file that is there; none is made.</summary>
    public static SqliteFile Open(string path, CancellationToken ct)
    {
        SqliteLibrary.Load();
        var code = raw.sqlite3_open_v2(path, out var connection, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX | NoFollow, null);
        var file = new SqliteFile(connection, ct);
        try
        {
            file.Check(code);
            raw.sqlite3_limit(connection, raw.SQLITE_LIMIT_ATTACHED, 0);
            raw.sqlite3_limit(connection, raw.SQLITE_LIMIT_LENGTH, MaxLength);
            raw.sqlite3_progress_handler(connection, StepsBetweenLooks, static state => state is SqliteFile { _ct.IsCancellationRequested: true } ? 1 : 0, file);
            return file;
        }
        catch (DatabaseFault)
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// From here on statements may read and compute, nothing else. Pragmas are not harmless: some set what the whole process
    /// shares, and the built-in agent shares its process with the platform's own store.
    /// </summary>
    public void AllowReadingOnly() => raw.sqlite3_set_authorizer(
        _connection, static (object _, int action, utf8z _, utf8z _, utf8z _, utf8z _) => action is Select or Read or Function or Recursive ? raw.SQLITE_OK : raw.SQLITE_DENY, null);

    /// <summary>Runs one statement to its end, or until it has brought more rows than anybody asks for.</summary>
    /// <exception cref="DatabaseFault">SQLite refuses it.</exception>
    public QueryAnswer Ask(string statement)
    {
        Check(raw.sqlite3_prepare_v2(_connection, statement, out var prepared, out var rest));
        using (prepared)
        {
            if (prepared is null || prepared.IsInvalid)
                throw new DatabaseFault("the query has no statement");
            if (!string.IsNullOrWhiteSpace(rest))
                throw new DatabaseFault("the query has more than one statement");
            var (rows, value) = (0, (string?)null);
            while (rows < QueryAnswer.MaxRows)
            {
                var code = raw.sqlite3_step(prepared);
                Check(code);
                if (code == raw.SQLITE_DONE)
                    break;
                if (rows++ == 0)
                    value = First(prepared);
            }

            return new QueryAnswer(rows, value);
        }
    }

    public void Dispose()
    {
        // Before the handler's state may go.
        raw.sqlite3_progress_handler(_connection, 0, null, null);
        _connection.Dispose();
    }

    private static string? First(sqlite3_stmt prepared)
    {
        if (raw.sqlite3_column_count(prepared) == 0 || raw.sqlite3_column_type(prepared, 0) == raw.SQLITE_NULL)
            return null;
        var bytes = raw.sqlite3_column_blob(prepared, 0); // A text or number comes as its UTF-8 bytes.
        return Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, QueryAnswer.MaxValueBytes)]);
    }

    private void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
            return;
        _ct.ThrowIfCancellationRequested();
        throw new DatabaseFault(SqliteFaults.Describe(code, raw.sqlite3_errmsg(_connection).utf8_to_string()));
    }
}

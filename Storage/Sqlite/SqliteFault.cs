using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Keeper.Storage.Sqlite;

/// <summary>Sorts SQLite's result codes by whose fault they are.</summary>
internal static class SqliteFault
{
    /// <summary>Whether a code blames the statement's content, so that the transaction can go on without it.</summary>
    public static bool IsOfStatement(int code) =>
        (code & 0xff) is raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG or raw.SQLITE_RANGE;

    public static SqliteException Of(sqlite3 connection, int code) =>
        new($"{raw.sqlite3_errmsg(connection).utf8_to_string()} (SQLite {code & 0xff}/{code})", code & 0xff, code);
}

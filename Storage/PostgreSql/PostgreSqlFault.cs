using System.Net.Sockets;
using Npgsql;

namespace Keeper.Storage.PostgreSql;

/// <summary>Sorts PostgreSQL's faults by what to do next.</summary>
internal static class PostgreSqlFault
{
    // The server ended a transaction in which this process was silent (Storage/Leases/LeaseSql.cs): it was not committed.
    private const string IdleInTransaction = "25P03";

    /// <summary>
    /// Whether it blames the statement's content: bad data (class 22) or a broken constraint (23), or a limit of the
    /// program (54).
    /// </summary>
    public static bool IsOfStatement(this PostgresException fault) => fault.SqlState[..2] is "22" or "23" or "54";

    /// <summary>Whether the server ended the connection, for reasons of its own (57P).</summary>
    public static bool IsOfServer(Exception fault) => fault is PostgresException { SqlState: ['5', '7', 'P', ..] };

    /// <summary>Whether the same may succeed in a moment: no connection, a server that restarts, a lost deadlock.</summary>
    public static bool IsTransient(Exception fault) =>
        fault is NpgsqlException { IsTransient: true } or SocketException or TimeoutException
        || fault is IOException and not StoreUnavailableException // the store's own faults are final
        || (fault is NpgsqlException { InnerException: { } inner } && IsTransient(inner))
        || fault is PostgresException { SqlState: ['5', '7', 'P', ..] or ['4', '0', ..] or ['0', '8', ..] or IdleInTransaction };
}

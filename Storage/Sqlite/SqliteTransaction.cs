using Keeper.Storage.Sql;
using SQLitePCL;

namespace Keeper.Storage.Sqlite;

/// <summary>Runs batches of units, each batch in one transaction, with statements that stay prepared. One thread only.</summary>
internal sealed class SqliteTransaction(sqlite3 connection) : IDisposable
{
    private static readonly SqlCommandText Begin = new("BEGIN IMMEDIATE");
    private static readonly SqlCommandText CommitWork = new("COMMIT");
    private static readonly SqlCommandText Rollback = new("ROLLBACK");
    private static readonly SqlCommandText Savepoint = new("SAVEPOINT unit");
    private static readonly SqlCommandText RollbackToSavepoint = new("ROLLBACK TO unit");
    private static readonly SqlCommandText Release = new("RELEASE unit");

    private readonly Dictionary<SqlCommandText, PreparedStatement> _prepared = [];

    /// <summary>Runs a batch and commits it. Throws when nothing of it was written.</summary>
    public void Commit(List<PendingWrite> batch)
    {
        Require(Begin);
        try
        {
            foreach (var write in batch)
            {
                Run(write);
            }

            Require(CommitWork);
        }
        catch
        {
            // After some faults (disk full, I/O) SQLite has rolled back by itself.
            if (raw.sqlite3_get_autocommit(connection) == 0)
            {
                Require(Rollback);
            }

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }
    }

    private void Run(PendingWrite write)
    {
        if (!write.Unit.IsAtomic)
        {
            RunStatements(write);
            return;
        }

        Require(Savepoint);
        if (!RunStatements(write))
        {
            Require(RollbackToSavepoint);
            Array.Clear(write.Rows);
        }

        Require(Release);
    }

    /// <returns>Whether every statement has affected a row; an atomic unit ends at the first that has not.</returns>
    private bool RunStatements(PendingWrite write)
    {
        var statements = write.Unit.Statements;
        var all = true;
        for (var i = 0; i < statements.Count && (all || !write.Unit.IsAtomic); i++)
        {
            var code = Prepare(statements[i].Command).Run(statements[i].Values, out write.Rows[i]);
            if (code != raw.SQLITE_OK)
            {
                var fault = SqliteFault.Of(connection, code);
                write.Rejection ??= SqliteFault.IsOfStatement(code)
                    ? new StoreRejectedException($"Statement {i}: {fault.Message}")
                    : throw fault;
            }

            all &= write.Rows[i] > 0;
        }

        return all;
    }

    private void Require(SqlCommandText command)
    {
        var code = Prepare(command).Run([], out _);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFault.Of(connection, code);
        }
    }

    private PreparedStatement Prepare(SqlCommandText command)
    {
        if (!_prepared.TryGetValue(command, out var statement))
        {
            _prepared.Add(command, statement = new PreparedStatement(connection, command));
        }

        return statement;
    }
}

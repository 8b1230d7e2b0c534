using System.Data.Common;
using Dapper;
using Keeper.Storage.Backup;
using Keeper.Storage.Leases;
using Keeper.Storage.Sql;
using Npgsql;

namespace Keeper.Storage.PostgreSql;

/// <summary>A database of a PostgreSQL server.</summary>
internal sealed class PostgreSqlRestoreTarget : RestoreTarget
{
    private const int Looks = 20;

    private readonly NpgsqlConnection _connection;
    private long _formerEpoch;

    private PostgreSqlRestoreTarget(NpgsqlConnection connection) => _connection = connection;

    public override DbConnection Connection => _connection;

    public override SqlDialect Dialect { get; } = new PostgreSqlDialect();

    public override string TablesQuery => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    public static async Task<PostgreSqlRestoreTarget> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "keeper-restore",
            Pooling = false,
        }.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
            return new PostgreSqlRestoreTarget(connection);
        }
        catch (NpgsqlException fault)
        {
            await connection.DisposeAsync();
            throw new StoreUnavailableException("PostgreSQL can't be used: " + fault.Message, fault);
        }
    }

    public override async Task<DbTransaction> BeginAsync(CancellationToken cancellation)
    {
        var transaction = await _connection.BeginTransactionAsync(cancellation);
        // A silo that starts now waits here until the restore is over.
        await _connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(@Lock)", new { Lock = PostgreSqlDatabase.MigrationLock }, transaction,
            cancellationToken: cancellation));
        await LeaseSql.EnsureNobodyIsActiveAsync(transaction, cancellation);
        _formerEpoch = await EpochAsync(transaction, cancellation);
        await EnsureNobodyIsConnectedAsync(transaction, cancellation);
        return transaction;
    }

    /// <summary>The server takes a moment to notice that a process which has just ended is gone.</summary>
    private async Task EnsureNobodyIsConnectedAsync(DbTransaction transaction, CancellationToken cancellation)
    {
        for (var look = 1; ; look++)
        {
            var silos = await _connection.ExecuteScalarAsync<long>(new CommandDefinition(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name ~ @SessionNames AND pid <> pg_backend_pid()
                """,
                new { PostgreSqlDatabase.SessionNames }, transaction, cancellationToken: cancellation));
            if (silos == 0)
            {
                return;
            }

            if (look == Looks)
            {
                throw new StoreUnavailableException(
                    $"The database {_connection.Database} is in use by a silo, active or standing by ({silos} connections). Stop it first.");
            }

            // One transaction sees the same sessions all the time, unless it says otherwise.
            await _connection.ExecuteAsync(new CommandDefinition(
                "SELECT pg_stat_clear_snapshot(), pg_sleep(0.1)", transaction: transaction, cancellationToken: cancellation));
        }
    }

    public override async Task<IReadOnlyList<string>> LeftoversAsync(DbTransaction transaction, CancellationToken cancellation)
    {
        var functions = await _connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT DISTINCT t.tgfoid::regprocedure::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(@Tables)
            """,
            new { Tables = BackupTables.Kept.ToArray() }, transaction, cancellationToken: cancellation));
        return [.. functions.Select(function => "DROP FUNCTION " + function)];
    }

    private async Task<long> EpochAsync(DbTransaction transaction, CancellationToken cancellation)
    {
        return await AskAsync<bool>("SELECT to_regclass('lease') IS NULL") ? 0 : await AskAsync<long>("SELECT epoch FROM lease");

        Task<T?> AskAsync<T>(string sql) =>
            _connection.ExecuteScalarAsync<T>(new CommandDefinition(sql, transaction: transaction, cancellationToken: cancellation));
    }

    /// <summary>
    /// Epochs go on counting. A process that was cut off from the database before the restore may come back after it, and
    /// would write on if the epoch that it believes in came round again.
    /// </summary>
    public override Task FinishAsync(DbTransaction transaction, CancellationToken cancellation) =>
        _connection.ExecuteAsync(new CommandDefinition(
            "UPDATE lease SET epoch = @Epoch", new { Epoch = _formerEpoch + 1 }, transaction, cancellationToken: cancellation));

    public override ValueTask DisposeAsync() => _connection.DisposeAsync();
}

using System.Data.Common;
using Dapper;
using Keeper.Storage.Backup;
using Keeper.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Keeper.Storage.Sqlite;

/// <summary>The file in a data folder. Holding the folder keeps every silo out.</summary>
internal sealed class SqliteRestoreTarget : RestoreTarget
{
    private readonly DataFolder _folder;
    private readonly SqliteConnection _connection;

    public SqliteRestoreTarget(string dataPath)
    {
        _folder = DataFolder.Take(dataPath);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(_folder.Path, SqliteDatabase.FileName),
            Pooling = false,
        }.ToString());
        try
        {
            _connection.Open();
            // Tables are dropped and filled in an order of our own; the rows refer to each other as they did before.
            _connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF");
        }
        catch (SqliteException fault)
        {
            _connection.Dispose();
            _folder.Dispose();
            throw new StoreUnavailableException($"{_connection.DataSource} can't be opened: {fault.Message}", fault);
        }
    }

    public override DbConnection Connection => _connection;

    public override SqlDialect Dialect { get; } = new SqliteDialect();

    public override string TablesQuery => "SELECT name FROM sqlite_master WHERE type = 'table'";

    public override Task<DbTransaction> BeginAsync(CancellationToken cancellation) =>
        Task.FromResult<DbTransaction>(_connection.BeginTransaction(deferred: false));

    // Indexes and triggers go with their tables.
    public override Task<IReadOnlyList<string>> LeftoversAsync(DbTransaction transaction, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    // Nobody takes turns on a folder: its lock ended with whoever had it.
    public override Task FinishAsync(DbTransaction transaction, CancellationToken cancellation) => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

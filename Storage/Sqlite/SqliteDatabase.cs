using System.Data.Common;
using Dapper;
using Keeper.Storage.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Keeper.Storage.Sqlite;

/// <summary>The store in one file of the data folder, in write-ahead mode, synced with every commit.</summary>
internal sealed partial class SqliteDatabase(
    StorageOptions options, TimeProvider time, ILogger logger, WriteLimits? limits = null) : ISqlDatabase
{
    public const string FileName = "keeper.db";

    private readonly WriterHealth _health = new(logger);
    private DataFolder? _folder;
    private SqliteConnection? _connection;
    private SqliteWriter? _writer;
    private SqliteReaders? _readers;

    public SqlDialect Dialect { get; } = new SqliteDialect();

    public StoreHealth Health => _health.Current;

    public async Task<string> OpenAsync(CancellationToken cancellation)
    {
        _folder = DataFolder.Take(options.DataPath);
        try
        {
            _connection = Connect(SqliteOpenMode.ReadWriteCreate);
            SetUpWriting(_connection);
            var incarnation = await MigrateAsync(_connection, cancellation);
            _writer = new SqliteWriter(_connection, limits ?? new WriteLimits(options.WriteTimeout), time, _health, logger);
            _readers = new SqliteReaders(
                () => Connect(SqliteOpenMode.ReadOnly), options.Readers, options.ReadTimeout, time);
            return incarnation;
        }
        catch (SqliteException fault)
        {
            var file = FilePath;
            await DisposeAsync();
            throw new StoreUnavailableException($"{file} can't be opened: {fault.Message}", fault);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellation) =>
        (_readers ?? throw NotOpen()).QueryAsync<T>(sql, parameters, cancellation);

    // In write-ahead mode a reader sees the state at its first read for as long as its transaction lasts, and holds nobody up.
    public async Task ReadSnapshotAsync(Func<DbConnection, DbTransaction, Task> read, CancellationToken cancellation)
    {
        if (_readers is null)
        {
            throw NotOpen();
        }

        try
        {
            // SQLite reads on the calling thread, which is not to be a request's.
            await Task.Run(
                async () =>
                {
                    await using var connection = Connect(SqliteOpenMode.ReadOnly);
                    await using var transaction = connection.BeginTransaction(deferred: true);
                    await read(connection, transaction);
                },
                cancellation);
        }
        catch (SqliteException fault)
        {
            throw new StoreUnavailableException("The store can't be read now: " + fault.Message, fault);
        }
    }

    public Task<int[]> WriteAsync(SqlUnit unit, CancellationToken cancellation) =>
        (_writer ?? throw NotOpen()).Queue.EnqueueAsync(unit, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        if (_readers is not null)
        {
            await _readers.DisposeAsync();
        }

        _connection?.Dispose();
        _folder?.Dispose();
        (_writer, _readers, _connection, _folder) = (null, null, null, null);
    }

    private string FilePath => Path.Combine(_folder!.Path, FileName);

    private static StoreUnavailableException NotOpen() => new("The store is not open.");

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = FilePath,
            Mode = mode,
            Pooling = false, // SqliteReaders is the pool; the writer keeps its one connection.
        }.ToString());
        try
        {
            connection.Open();
            connection.Execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void SetUpWriting(SqliteConnection connection) => connection.Execute(
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -65536;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 67108864;
        """);

    private async Task<string> MigrateAsync(SqliteConnection connection, CancellationToken cancellation)
    {
        await using var transaction = connection.BeginTransaction(deferred: false);
        var (incarnation, applied) = await Migrator.ApplyAsync(connection, transaction, Migration.Of(Dialect), cancellation);
        await transaction.CommitAsync(cancellation);
        if (applied.Count > 0)
        {
            LogMigrated(logger, FilePath, applied[^1]);
        }

        return incarnation;
    }

    [LoggerMessage(1111, LogLevel.Information, "{File} now has schema version {Version}.")]
    private static partial void LogMigrated(ILogger logger, string file, int version);
}

using Dapper;
using Keeper.Storage.Access;
using Keeper.Storage.Agents;
using Keeper.Storage.Backup;
using Keeper.Storage.Leases;
using Keeper.Storage.PostgreSql;
using Keeper.Storage.Sql;
using Keeper.Storage.Sqlite;
using Keeper.Storage.Tasks;
using Keeper.Storage.Vpcs;
using Microsoft.Extensions.Logging;

namespace Keeper.Storage;

/// <summary>The store of one process: feature stores over one database. Open it before its first use.</summary>
public sealed class Store : IStore, IAsyncDisposable
{
    private readonly ISqlDatabase _database;
    private readonly TimeProvider _time;
    private string? _incarnation;

    static Store()
    {
        SqlTime.Register();
        DefaultTypeMap.MatchNamesWithUnderscores = true;
    }

    /// <param name="options">Where data lives; must be valid.</param>
    /// <param name="time">Stamps what a caller has not stamped.</param>
    /// <param name="loggers">Where outages are logged.</param>
    /// <param name="term">The term in which it may write; <see langword="null"/> where no processes take turns.</param>
    public Store(StorageOptions options, TimeProvider time, ILoggerFactory loggers, Term? term = null)
        : this(Database(options, term, loggers.CreateLogger("Keeper.Storage")), time)
    {
    }

    internal Store(ISqlDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        Tasks = new SqlTaskStore(database, time);
        Agents = new SqlAgentStore(database);
        Vpcs = new SqlVpcStore(database);
        Access = new SqlAccessStore(database);
        GrainStates = new SqlGrainStateStore(database);
    }

    public ITaskStore Tasks { get; }

    public IAgentStore Agents { get; }

    public IVpcStore Vpcs { get; }

    public IAccessStore Access { get; }

    public IGrainStateStore GrainStates { get; }

    public string Incarnation => _incarnation ?? throw new InvalidOperationException("The store is not open yet.");

    public StoreHealth Health => _incarnation is null ? new StoreHealth(false, "The store is not open.") : _database.Health;

    /// <summary>Takes the data folder or reaches the server, and brings the schema up to date.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what to do.</exception>
    public async Task OpenAsync(CancellationToken cancellation = default) =>
        _incarnation = await _database.OpenAsync(cancellation);

    /// <summary>Writes all data as it is at one moment, while work goes on.</summary>
    /// <exception cref="StoreUnavailableException">The database can't be read now; what was written has no end and can't be restored.</exception>
    public async Task BackUpAsync(Stream output, CancellationToken cancellation = default)
    {
        await using var writer = new BackupWriter(output);
        var header = new BackupHeader(
            BackupFormat.Name, BackupFormat.Version, Migration.Of(_database.Dialect)[^1].Number,
            Incarnation, _database.Dialect.Migrations, _time.GetUtcNow());
        await _database.ReadSnapshotAsync(
            (connection, transaction) => writer.WriteAsync(connection, transaction, header, cancellation), cancellation);
    }

    /// <summary>Commits what is queued and closes.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    // Disks and servers take real time: their deadlines must not jump with a clock that a test moves.
    private static ISqlDatabase Database(StorageOptions options, Term? term, ILogger logger) =>
        options.Provider switch
        {
            StorageProvider.Sqlite => new SqliteDatabase(options, TimeProvider.System, logger),
            StorageProvider.PostgreSql => new PostgreSqlDatabase(options, TimeProvider.System, logger, term),
            _ => throw new ArgumentException($"There is no provider {options.Provider}.", nameof(options)),
        };
}

using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Keeper.Storage.Leases;
using Keeper.Storage.Sql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Keeper.Storage.PostgreSql;

/// <summary>The store on a PostgreSQL server.</summary>
internal sealed partial class PostgreSqlDatabase : ISqlDatabase
{
    /// <summary>Which sessions of a database are a silo's, of whichever term.</summary>
    public const string SessionNames = "^keeper(-[0-9]+|-lease)?$";

    // Whatever the server's default is: what is acknowledged must be on its disk. The operator's own options come after it,
    // for a stronger promise (remote_apply).
    private const string WaitForTheDisk = "-c synchronous_commit=on";

    // Two programs that start at a time take turns at the schema.
    public const long MigrationLock = 0x6b6565706572;

    private readonly WriterHealth _health;
    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Term? _term;
    private readonly CommitMark _marks = new();
    private NpgsqlDataSource? _source;
    private PostgreSqlWriter? _writer;

    public PostgreSqlDatabase(StorageOptions options, TimeProvider time, ILogger logger, Term? term = null)
    {
        _term = term;
        _options = options;
        _time = time;
        _logger = logger;
        _health = new WriterHealth(logger);
    }

    public SqlDialect Dialect { get; } = new PostgreSqlDialect();

    private NpgsqlDataSource Source => _source ?? throw new StoreUnavailableException("The store is not open.");

    public StoreHealth Health
    {
        get
        {
            var writer = _health.Current;
            return _term is null ? writer
                : writer with
                {
                    IsHealthy = writer.IsHealthy && !_term.IsStale,
                    Reason = writer.Reason ?? (_term.IsStale ? "The lease on the database could not be renewed." : null),
                    Outages = writer.Outages + _term.Gaps,
                };
        }
    }

    /// <summary>The sessions of a term carry its epoch, so that whoever takes over can end them.</summary>
    public static string NameOf(long epoch) => string.Create(CultureInfo.InvariantCulture, $"keeper-{epoch}");

    public async Task<string> OpenAsync(CancellationToken cancellation)
    {
        var incarnation = await MigrateAsync(EnsureMayWriteAsync, cancellation);
        _writer = new PostgreSqlWriter(Source, _term, _marks, new WriteLimits(_options.WriteTimeout), _time, _health, _logger);
        return incarnation;
    }

    /// <summary>Makes the schema, and leaves open who is going to write.</summary>
    public Task PrepareAsync(CancellationToken cancellation) => MigrateAsync(static (_, _) => Task.CompletedTask, cancellation);

    // A query may be asked again as often as need be: an outage shorter than its time-out goes unnoticed.
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellation)
    {
        if (_writer is null)
        {
            throw new StoreUnavailableException("The store is not open.");
        }

        using var deadline = new CancellationTokenSource(_options.ReadTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await RetryAsync(() => ReadAsync<T>(sql, parameters, either.Token), _options.ReadTimeout, either.Token);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The query took longer than {_options.ReadTimeoutSeconds} s.", fault);
        }
        catch (Exception fault) when (fault is NpgsqlException || PostgreSqlFault.IsTransient(fault))
        {
            throw new StoreUnavailableException("The store can't be read now: " + fault.Message, fault);
        }
    }

    public async Task ReadSnapshotAsync(Func<DbConnection, DbTransaction, Task> read, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await connection.ExecuteAsync(new CommandDefinition(
                "SET TRANSACTION READ ONLY", transaction: transaction, cancellationToken: cancellation));
            await read(connection, transaction);
        }
        catch (NpgsqlException fault)
        {
            throw new StoreUnavailableException("The store can't be read now: " + fault.Message, fault);
        }
    }

    public Task<int[]> WriteAsync(SqlUnit unit, CancellationToken cancellation) =>
        (_writer ?? throw new StoreUnavailableException("The store is not open.")).Queue.EnqueueAsync(unit, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
            _writer = null;
        }

        if (_source is not null)
        {
            await _source.DisposeAsync();
        }
    }

    private NpgsqlDataSource NewSource()
    {
        var connection = new NpgsqlConnectionStringBuilder(_options.ConnectionString);
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            ApplicationName = _term is null ? "keeper" : NameOf(_term.Epoch),
            CommandTimeout = _options.WriteTimeoutSeconds,
            Timeout = Math.Min(_options.WriteTimeoutSeconds, 15),
            MaxPoolSize = _options.Readers + 2, // One for the writer, one for what became of a commit.
            MaxAutoPrepare = 100,
            IncludeFailedBatchedCommand = true,
            Options = $"{LeaseSql.EndStalledTransactions} {WaitForTheDisk} {connection.Options}".Trim(),
        });
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, object? parameters, CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        var rows = await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
        return rows.AsList();
    }

    private Task<T> RetryAsync<T>(Func<Task<T>> attempt, TimeSpan timeout, CancellationToken cancellation) =>
        Backoff.RunAsync(attempt, PostgreSqlFault.IsTransient, timeout, _time, cancellation);

    private async Task<string> MigrateAsync(Func<NpgsqlTransaction, CancellationToken, Task> admit, CancellationToken cancellation)
    {
        _source ??= NewSource();
        try
        {
            return await RetryAsync(() => MigrateOnceAsync(admit, cancellation), _options.WriteTimeout, cancellation);
        }
        catch (Exception fault) when (fault is NpgsqlException || PostgreSqlFault.IsTransient(fault))
        {
            throw new StoreUnavailableException("PostgreSQL can't be used: " + fault.Message, fault);
        }
    }

    private async Task<string> MigrateOnceAsync(Func<NpgsqlTransaction, CancellationToken, Task> admit, CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock }, transaction, cancellationToken: cancellation));
        await admit(transaction, cancellation);
        var (incarnation, applied) = await Migrator.ApplyAsync(connection, transaction, Migration.Of(Dialect), cancellation);
        await _marks.BeginAsync(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        await WarnOfRiskAsync(connection, cancellation);
        if (applied.Count > 0)
        {
            LogMigrated(_logger, connection.Database, applied[^1]);
        }

        return incarnation;
    }

    // In a term, while it lasts. All silos of a cluster write, and none beside a process that takes itself for the only one.
    private Task EnsureMayWriteAsync(NpgsqlTransaction transaction, CancellationToken cancellation) => _term is { } term
        ? LeaseSql.HoldAsync(transaction.Connection!, term.Epoch, cancellation)
        : LeaseSql.EnsureNobodyIsActiveAsync(transaction, cancellation);

    private async Task WarnOfRiskAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var off = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name",
            cancellationToken: cancellation))).AsList();
        if (off.Count > 0)
        {
            LogRisk(_logger, connection.Database, string.Join(", ", off));
        }
    }

    [LoggerMessage(1123, LogLevel.Warning,
        "Database {Database} is on a server with {Settings} off: a power failure there can lose what was acknowledged, or the database.")]
    private static partial void LogRisk(ILogger logger, string database, string settings);

    [LoggerMessage(1122, LogLevel.Information, "Database {Database} now has schema version {Version}.")]
    private static partial void LogMigrated(ILogger logger, string database, int version);
}

using Dapper;
using Keeper.Storage.Access;
using Keeper.Storage.PostgreSql;
using Keeper.Storage.Sql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Keeper.Storage.Leases;

/// <summary>
/// The lease as a row, on connections of its own: renewals never queue behind the store's work. A row and not an advisory
/// lock, which a stopped process would hold for ever.
/// </summary>
/// <param name="options">Where the database is.</param>
/// <param name="time">For the pauses between tries while the schema is made.</param>
/// <param name="logger">Where a change of the schema is logged, and a right that is missing.</param>
public sealed partial class PostgreSqlLease(StorageOptions options, TimeProvider time, ILogger logger) : ILease
{
    private const string ApplicationName = "keeper-lease";

    // The distance is taken without its sign, so that a database clock which was set back does not lock everybody out.
    private const string IsFree = "(holder = '' OR abs(extract(epoch FROM clock_timestamp() - renewed_at)) > @seconds)";

    // A process that is stopped, or behind a network that is gone, can hold the row for ever: a server that waits for the
    // rest of a batch is not idle, and knows no time-out. Its epoch is over anyway.
    private const string EndSessionsText =
        $"""
        SELECT count(pg_terminate_backend(pid)) FROM lease JOIN pg_stat_activity ON application_name = 'keeper-' || lease.epoch
        WHERE datname = current_database() AND {IsFree}
        """;

    private const string TakeText =
        $"""
        UPDATE lease SET epoch = epoch + 1, holder = @Name, operator_url = @OperatorUrl, gateway_url = @GatewayUrl,
            renewed_at = clock_timestamp()
        WHERE {IsFree}
        RETURNING epoch
        """;

    private const string RenewText = "UPDATE lease SET renewed_at = clock_timestamp() WHERE epoch = @epoch AND holder <> ''";

    private const string ReleaseText = "UPDATE lease SET holder = '' WHERE epoch = @epoch";

    private const string AdmitText =
        """
        INSERT INTO api_keys (name, hash, role, created_at, place) VALUES (@Name, @Hash, @Role, @CreatedAt, @Place)
        ON CONFLICT (name, place) DO UPDATE SET hash = excluded.hash WHERE api_keys.hash <> excluded.hash
        """;

    static PostgreSqlLease() => SqlTime.Register();

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.ConnectionString)
    {
        ApplicationName = ApplicationName,
        Timeout = 2,
        CommandTimeout = 2,
        CancellationTimeout = -1, // A server that hangs does not hear a cancellation either: leave the connection at once.
        MaxPoolSize = 2,
    });

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        // Only a database without leases is changed here: a newer program that stands by must not change the schema under
        // the active one. It does that when it opens its store, in its own term.
        var told = false;
        var known = await Backoff.RunAsync(
            () => AskAsync(c => c.ExecuteScalarAsync<bool>("SELECT to_regclass('lease') IS NOT NULL"), cancellation),
            fault => MayPass(fault, ref told), options.WriteTimeout, time, cancellation);
        if (!known)
        {
            await using var database = new PostgreSqlDatabase(options, time, logger);
            await database.PrepareAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public Task AdmitKeyAsync(ApiKeyRow key, CancellationToken cancellation) =>
        AskAsync(async c => await c.ExecuteScalarAsync<long>("SELECT count(*) FROM api_keys WHERE hash = @Hash", key) > 0
            ? 0 : await c.ExecuteAsync(AdmitText, key), cancellation);

    /// <inheritdoc/>
    public Task<LeaseAnswer> TakeAsync(LeaseHolder holder, CancellationToken cancellation) => AskAsync(
        async connection =>
        {
            var parameters = new { holder.Name, holder.OperatorUrl, holder.GatewayUrl, seconds = LeaseTimes.Lasts.TotalSeconds };
            await EndSessionsAsync(connection, parameters);
            var epoch = await connection.QuerySingleOrDefaultAsync<long?>(TakeText, parameters);
            return epoch is not null
                ? new LeaseAnswer(epoch, null)
                : new LeaseAnswer(null, await connection.QuerySingleOrDefaultAsync<LeaseHolder>(
                    "SELECT holder AS name, operator_url AS operatorurl, gateway_url AS gatewayurl FROM lease WHERE holder <> ''"));
        },
        cancellation);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(long epoch, CancellationToken cancellation) =>
        AskAsync(async c => await c.ExecuteAsync(RenewText, new { epoch }) > 0, cancellation);

    /// <inheritdoc/>
    public Task ReleaseAsync(long epoch, CancellationToken cancellation) =>
        AskAsync(c => c.ExecuteAsync(ReleaseText, new { epoch }), cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>Whether it is worth while to wait: a server that is not there yet, and not a user or a database that it does not know.</summary>
    private bool MayPass(Exception fault, ref bool told)
    {
        var passes = fault is StoreUnavailableException { InnerException: { } inner } && PostgreSqlFault.IsTransient(inner);
        if (passes && !told)
        {
            told = true;
            LogWaits(fault.Message, options.WriteTimeoutSeconds);
        }

        return passes;
    }

    private async Task EndSessionsAsync(NpgsqlConnection connection, object parameters)
    {
        try
        {
            await connection.ExecuteAsync(EndSessionsText, parameters);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            LogNoRight(fault);
        }
    }

    private async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellation);
            return await ask(connection).WaitAsync(cancellation);
        }
        catch (Exception fault) when (fault is NpgsqlException || PostgreSqlFault.IsTransient(fault))
        {
            throw new StoreUnavailableException("PostgreSQL can't be used: " + fault.Message, fault);
        }
    }

    [LoggerMessage(1125, LogLevel.Warning, "{Reason}. Trying again for {Seconds} s.")]
    private partial void LogWaits(string reason, int seconds);

    [LoggerMessage(1124, LogLevel.Warning,
        "The sessions of the process whose lease has run out may not be ended by this user: one that is stopped in the middle of a batch can hold up the take-over.")]
    private partial void LogNoRight(Exception fault);
}

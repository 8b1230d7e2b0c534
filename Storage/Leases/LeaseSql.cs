using System.Globalization;
using Dapper;
using Npgsql;

namespace Keeper.Storage.Leases;

/// <summary>How a transaction holds the lease row until its end, and how one without a term sees that nobody is active.</summary>
internal static class LeaseSql
{
    /// <summary>
    /// A process that is stopped in the middle of a transaction must not hold the row for ever: after so long without a
    /// word the server ends the transaction. Shorter than the lease lasts, so that it delays no take-over.
    /// </summary>
    public const string EndStalledTransactions = "-c idle_in_transaction_session_timeout=2000";

    private const string ActiveText =
        """
        SELECT CASE WHEN holder <> '' AND abs(extract(epoch FROM clock_timestamp() - renewed_at)) <= @Seconds THEN operator_url END
        FROM lease FOR UPDATE
        """;

    private const string HoldText = "SELECT 1 FROM lease WHERE epoch = $1 FOR KEY SHARE";

    /// <summary>The first statement of a batch. Renewals go on beside it; a take-over waits, or was first and leaves no such row.</summary>
    public static NpgsqlBatchCommand Hold(long epoch) =>
        new(HoldText) { Parameters = { new NpgsqlParameter<long> { TypedValue = epoch } } };

    /// <exception cref="StoreNotActiveException">The term is over.</exception>
    public static void EnsureHeld(NpgsqlBatchCommand hold, long epoch)
    {
        if (hold.Rows == 0)
        {
            throw NotActive(epoch);
        }
    }

    /// <summary>The same in a round trip of its own.</summary>
    public static async Task HoldAsync(NpgsqlConnection connection, long epoch, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(HoldText, connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = epoch } },
        };
        if (await command.ExecuteScalarAsync(cancellation) is null)
        {
            throw NotActive(epoch);
        }
    }

    /// <summary>The row stays locked until the transaction ends, so that nobody takes the lease meanwhile.</summary>
    /// <exception cref="StoreUnavailableException">A process has the lease.</exception>
    public static async Task EnsureNobodyIsActiveAsync(NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        var connection = transaction.Connection!;
        if (await connection.ExecuteScalarAsync<bool>(Command("SELECT to_regclass('lease') IS NULL")))
        {
            return;
        }

        if (await connection.QuerySingleOrDefaultAsync<string>(Command(ActiveText)) is { } active)
        {
            throw new StoreUnavailableException(
                $"The database {connection.Database} is in use by the silo at {active}, which is active on it. Stop it first; "
                + $"of one that was killed the lease ends after {LeaseTimes.Lasts.TotalSeconds:0} s.");
        }

        CommandDefinition Command(string sql) =>
            new(sql, new { Seconds = LeaseTimes.Lasts.TotalSeconds }, transaction, cancellationToken: cancellation);
    }

    private static StoreNotActiveException NotActive(long epoch) => new(string.Create(
        CultureInfo.InvariantCulture, $"Another process has taken over; what belongs to epoch {epoch} is not written any more."));
}

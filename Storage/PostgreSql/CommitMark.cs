using Npgsql;

namespace Keeper.Storage.PostgreSql;

/// <summary>
/// A row in which each transaction of a writer leaves a mark of its own. When the answer to a commit is lost, it tells
/// whether that transaction stands. The server's own word on a transaction's number (<c>pg_xact_status</c>) does not: after a
/// crash a number that never reached the disk is given to somebody else.
/// </summary>
internal sealed class CommitMark
{
    private const string Prefix = "commit-";

    // Left by processes that ended long ago. One that lives writes its row again.
    private const string TidyText =
        $"DELETE FROM meta WHERE name LIKE '{Prefix}%' AND left(value, 8) < to_char(clock_timestamp() - interval '30 days', 'YYYYMMDD')";

    private const string PutText =
        """
        INSERT INTO meta (name, value) VALUES ($1, to_char(clock_timestamp(), 'YYYYMMDD') || $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """;

    // Waits for a transaction that is still at it.
    private const string ReadText = "SELECT substr(value, 9) FROM meta WHERE name = $1 FOR SHARE";

    private readonly string _name = Prefix + Guid.NewGuid().ToString("N");

    /// <summary>Makes the row, in a transaction that commits before the first mark is put.</summary>
    public async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using (var tidy = new NpgsqlCommand(TidyText, connection))
        {
            await tidy.ExecuteNonQueryAsync(cancellation);
        }

        await PutAsync(connection, "", cancellation);
    }

    /// <summary>Leaves a mark in the transaction that is under way.</summary>
    /// <returns>The mark.</returns>
    public async Task<string> PutAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var mark = Guid.NewGuid().ToString("N");
        await PutAsync(connection, mark, cancellation);
        return mark;
    }

    /// <summary>Whether the transaction that left a mark, the writer's last, has committed.</summary>
    /// <returns><see langword="null"/> if there is no telling.</returns>
    public async Task<bool?> IsThereAsync(NpgsqlConnection connection, string mark, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(ReadText, connection) { Parameters = { Text(_name) } };
        return await command.ExecuteScalarAsync(cancellation) is string found ? found == mark : null;
    }

    private async Task PutAsync(NpgsqlConnection connection, string mark, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(PutText, connection) { Parameters = { Text(_name), Text(mark) } };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}

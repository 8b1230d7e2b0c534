using Keeper.Storage.PostgreSql;
using Keeper.Storage.Sql;
using Keeper.Storage.Tasks;
using Npgsql;
using NpgsqlTypes;

namespace Keeper.Bench.Storage;

/// <summary>
/// The reference on a server: the same schema and statements, prepared and pipelined on one connection, 100 rows a commit,
/// nothing in between.
/// </summary>
internal static class BarePostgreSql
{
    private const int RowsPerCommit = 100;

    public static async Task<double> RunAsync(string connectionString, int cycles, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        foreach (var migration in Migration.Of(new PostgreSqlDialect()))
        {
            await using var command = new NpgsqlCommand(migration.Script, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }

        var batches = new Dictionary<SqlCommandText, NpgsqlBatch>();
        var start = TimeProvider.System.GetTimestamp();
        for (var first = 0; first + RowsPerCommit <= cycles; first += RowsPerCommit)
        {
            var tasks = Enumerable.Range(first, RowsPerCommit).Select(LifeCycle.Task).ToList();
            await CommitAsync(connection, batches, [.. tasks.Select(TaskSql.Insert)], cancellation);
            await CommitAsync(connection, batches, [.. tasks.Select(task => TaskSql.Change(LifeCycle.HandOut(task), LifeCycle.Now))], cancellation);
            await CommitAsync(connection, batches, [.. tasks.Select(task => TaskSql.Change(LifeCycle.End(task), LifeCycle.Now))], cancellation);
        }

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        foreach (var batch in batches.Values)
        {
            await batch.DisposeAsync();
        }

        return cycles / RowsPerCommit * RowsPerCommit / seconds;
    }

    private static async Task CommitAsync(
        NpgsqlConnection connection, Dictionary<SqlCommandText, NpgsqlBatch> batches, IReadOnlyList<SqlStatement> statements, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!batches.TryGetValue(statements[0].Command, out var batch))
        {
            batches.Add(statements[0].Command, batch = await PrepareAsync(connection, statements, cancellation));
        }

        batch.Transaction = transaction;
        for (var row = 0; row < statements.Count; row++)
        {
            Fill(batch.BatchCommands[row], statements[row]);
        }

        if (await batch.ExecuteNonQueryAsync(cancellation) != statements.Count)
        {
            throw new InvalidOperationException("A row was not written.");
        }

        await transaction.CommitAsync(cancellation);
    }

    private static void Fill(NpgsqlBatchCommand command, SqlStatement statement)
    {
        for (var i = 0; i < statement.Values.Length; i++)
        {
            var value = statement.Values[i];
            command.Parameters[i].Value = value.IsNull ? DBNull.Value : value.IsText ? value.Text : value.Number;
        }
    }

    private static async Task<NpgsqlBatch> PrepareAsync(
        NpgsqlConnection connection, IReadOnlyList<SqlStatement> statements, CancellationToken cancellation)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Command.Text);
            foreach (var value in statement.Values)
            {
                command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = value.IsText ? NpgsqlDbType.Text : NpgsqlDbType.Bigint });
            }

            batch.BatchCommands.Add(command);
        }

        await batch.PrepareAsync(cancellation);
        return batch;
    }
}

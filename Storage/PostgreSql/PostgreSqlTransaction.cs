using Keeper.Storage.Leases;
using Keeper.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Keeper.Storage.PostgreSql;

/// <summary>
/// Runs a batch of units in one transaction. Usually everything goes out in one pipelined round trip. When that meets a
/// unit that must not stand, the transaction starts anew and takes the units one by one, each behind a savepoint. Either
/// way it begins by holding the lease row, if this process writes in a term: nobody can take over until it has ended.
/// </summary>
internal sealed class PostgreSqlTransaction(NpgsqlDataSource source, Term? term, CommitMark marks)
{
    /// <summary>Commits a batch.</summary>
    /// <exception cref="CommitUnknownException">The connection broke while it committed.</exception>
    /// <exception cref="StoreNotActiveException">The term is over.</exception>
    public async Task CommitAsync(List<PendingWrite> batch, CancellationToken cancellation)
    {
        if (!await TryCommitAsync(batch, PipelineAsync, cancellation))
        {
            await TryCommitAsync(batch, OneByOneAsync, cancellation);
        }
    }

    private async Task<bool> TryCommitAsync(
        List<PendingWrite> batch,
        Func<NpgsqlConnection, List<PendingWrite>, CancellationToken, Task<bool>> run,
        CancellationToken cancellation)
    {
        foreach (var write in batch)
        {
            write.Rejection = null;
            Array.Clear(write.Rows);
        }

        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await run(connection, batch, cancellation))
        {
            await transaction.RollbackAsync(cancellation);
            return false;
        }

        await CommitAsync(connection, transaction, cancellation);
        return true;
    }

    // With its mark in hand, a commit whose answer is lost can be looked up afterwards.
    private async Task CommitAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        var mark = await marks.PutAsync(connection, cancellation);
        try
        {
            await transaction.CommitAsync(cancellation);
        }
        catch (Exception fault) when (fault is not PostgresException || PostgreSqlFault.IsOfServer(fault))
        {
            throw new CommitUnknownException(mark, fault);
        }
    }

    private async Task<bool> PipelineAsync(
        NpgsqlConnection connection, List<PendingWrite> batch, CancellationToken cancellation)
    {
        await using var commands = new NpgsqlBatch(connection);
        if (term is not null)
        {
            commands.BatchCommands.Add(LeaseSql.Hold(term.Epoch));
        }

        foreach (var statement in batch.SelectMany(write => write.Unit.Statements))
        {
            commands.BatchCommands.Add(Command(statement));
        }

        try
        {
            await commands.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException fault) when (fault.IsOfStatement())
        {
            return false;
        }

        var next = 0;
        if (term is not null)
        {
            LeaseSql.EnsureHeld(commands.BatchCommands[next++], term.Epoch);
        }

        foreach (var write in batch)
        {
            for (var i = 0; i < write.Rows.Length; i++)
            {
                write.Rows[i] = (int)commands.BatchCommands[next++].RecordsAffected;
            }
        }

        return batch.TrueForAll(write => !write.Unit.IsAtomic || Array.TrueForAll(write.Rows, rows => rows > 0));
    }

    private async Task<bool> OneByOneAsync(
        NpgsqlConnection connection, List<PendingWrite> batch, CancellationToken cancellation)
    {
        if (term is not null)
        {
            await LeaseSql.HoldAsync(connection, term.Epoch, cancellation);
        }

        foreach (var write in batch)
        {
            var statements = write.Unit.Statements.Count;
            var step = write.Unit.IsAtomic ? statements : 1;
            for (var first = 0; first < statements; first += step)
            {
                await BehindSavepointAsync(connection, write, first, step, cancellation);
            }
        }

        return true;
    }

    private static async Task BehindSavepointAsync(
        NpgsqlConnection connection, PendingWrite write, int first, int count, CancellationToken cancellation)
    {
        await using var commands = new NpgsqlBatch(connection);
        commands.BatchCommands.Add(new NpgsqlBatchCommand("SAVEPOINT unit"));
        for (var i = first; i < first + count; i++)
        {
            commands.BatchCommands.Add(Command(write.Unit.Statements[i]));
        }

        var undo = false;
        try
        {
            await commands.ExecuteNonQueryAsync(cancellation);
            for (var i = 0; i < count; i++)
            {
                write.Rows[first + i] = (int)commands.BatchCommands[i + 1].RecordsAffected;
            }

            undo = write.Unit.IsAtomic && Array.Exists(write.Rows, rows => rows == 0);
        }
        catch (PostgresException fault) when (fault.IsOfStatement())
        {
            var failed = first + commands.BatchCommands.IndexOf((NpgsqlBatchCommand)fault.BatchCommand!) - 1;
            write.Rejection ??= new StoreRejectedException($"Statement {failed}: {fault.MessageText} ({fault.SqlState})");
            undo = true;
        }

        if (undo)
        {
            Array.Clear(write.Rows, first, count);
        }

        var end = undo ? "ROLLBACK TO SAVEPOINT unit; RELEASE SAVEPOINT unit" : "RELEASE SAVEPOINT unit";
        await using var ending = new NpgsqlCommand(end, connection);
        await ending.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(SqlStatement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Command.Text);
        foreach (var value in statement.Values)
        {
            command.Parameters.Add(Parameter(value));
        }

        return command;
    }

    private static NpgsqlParameter Parameter(in SqlValue value)
    {
        if (value.IsNull)
        {
            return new NpgsqlParameter
            {
                NpgsqlDbType = value.IsText ? NpgsqlDbType.Text : NpgsqlDbType.Bigint,
                Value = DBNull.Value,
            };
        }

        return value.IsText
            ? new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = value.Text! }
            : new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint, TypedValue = value.Number };
    }
}

using Keeper.Storage.Sql;
using Keeper.Storage.Sqlite;
using Keeper.Storage.Tasks;
using Microsoft.Data.Sqlite;

namespace Keeper.Bench.Storage;

/// <summary>The reference: the same schema and statements, prepared commands, one thread, nothing in between.</summary>
internal static class BareSqlite
{
    private const int RowsPerCommit = 100;

    public static double Run(string file, int cycles)
    {
        using var connection = Open(file);
        var commands = new Dictionary<SqlCommandText, SqliteCommand>();
        var start = TimeProvider.System.GetTimestamp();
        for (var first = 0; first < cycles; first += RowsPerCommit)
        {
            var tasks = Enumerable.Range(first, Math.Min(RowsPerCommit, cycles - first)).Select(LifeCycle.Task).ToList();
            Commit(connection, commands, tasks.Select(TaskSql.Insert));
            Commit(connection, commands, tasks.Select(task => TaskSql.Change(LifeCycle.HandOut(task), LifeCycle.Now)));
            Commit(connection, commands, tasks.Select(task => TaskSql.Change(LifeCycle.End(task), LifeCycle.Now)));
        }

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        foreach (var command in commands.Values)
        {
            command.Dispose();
        }

        return cycles / seconds;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
        foreach (var migration in Migration.Of(new SqliteDialect()))
        {
            Execute(connection, migration.Script);
        }

        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Commit(
        SqliteConnection connection, Dictionary<SqlCommandText, SqliteCommand> commands, IEnumerable<SqlStatement> statements)
    {
        using var transaction = connection.BeginTransaction();
        foreach (var statement in statements)
        {
            if (!commands.TryGetValue(statement.Command, out var command))
            {
                commands.Add(statement.Command, command = Prepare(connection, statement));
            }

            command.Transaction = transaction;
            for (var i = 0; i < statement.Values.Length; i++)
            {
                var value = statement.Values[i];
                command.Parameters[i].Value = value.IsNull ? DBNull.Value : value.IsText ? value.Text : value.Number;
            }

            if (command.ExecuteNonQuery() != 1)
            {
                throw new InvalidOperationException("A row was not written.");
            }
        }

        transaction.Commit();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, SqlStatement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Command.Text;
        for (var i = 0; i < statement.Values.Length; i++)
        {
            command.Parameters.Add("$" + (i + 1), statement.Values[i].IsText ? SqliteType.Text : SqliteType.Integer);
        }

        command.Prepare();
        return command;
    }
}

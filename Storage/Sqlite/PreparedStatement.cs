using System.Buffers;
using System.Text;
using Keeper.Storage.Sql;
using SQLitePCL;

namespace Keeper.Storage.Sqlite;

/// <summary>
/// A write, prepared once on the writer's connection. Speaks to SQLite's C interface: result codes instead of
/// exceptions, no parameter objects, no look-up of names; this is what the store's speed hangs on.
/// </summary>
internal sealed class PreparedStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _indexes;

    public PreparedStatement(sqlite3 connection, SqlCommandText command)
    {
        _connection = connection;
        var code = raw.sqlite3_prepare_v3(connection, command.Text, raw.SQLITE_PREPARE_PERSISTENT, out _statement);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFault.Of(connection, code);
        }

        // "$2" is a name to SQLite: its index is given by where it first occurs, not by its digit.
        _indexes = new int[raw.sqlite3_bind_parameter_count(_statement)];
        for (var i = 0; i < _indexes.Length; i++)
        {
            _indexes[i] = raw.sqlite3_bind_parameter_index(_statement, "$" + (i + 1));
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="rows">Rows affected.</param>
    /// <returns>SQLite's result code, <c>SQLITE_OK</c> when it was done.</returns>
    public int Run(SqlValue[] values, out int rows)
    {
        rows = 0;
        var code = Bind(values);
        if (code == raw.SQLITE_OK)
        {
            code = raw.sqlite3_step(_statement);
            rows = code == raw.SQLITE_DONE ? raw.sqlite3_changes(_connection) : 0;
        }

        var result = code is raw.SQLITE_DONE or raw.SQLITE_ROW or raw.SQLITE_OK
            ? raw.SQLITE_OK
            : raw.sqlite3_extended_errcode(_connection);
        raw.sqlite3_reset(_statement);
        return result;
    }

    public void Dispose() => _statement.Dispose();

    private int Bind(SqlValue[] values)
    {
        if (values.Length != _indexes.Length)
        {
            throw new InvalidOperationException($"{_indexes.Length} parameters are needed, {values.Length} were given.");
        }

        for (var i = 0; i < values.Length; i++)
        {
            var code = Bind(_indexes[i], values[i]);
            if (code != raw.SQLITE_OK)
            {
                return code;
            }
        }

        return raw.SQLITE_OK;
    }

    private int Bind(int index, in SqlValue value)
    {
        if (value.IsNull)
        {
            return raw.sqlite3_bind_null(_statement, index);
        }

        return value.IsText ? BindText(index, value.Text!) : raw.sqlite3_bind_int64(_statement, index, value.Number);
    }

    private int BindText(int index, string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, buffer);
        var code = raw.sqlite3_bind_text(_statement, index, buffer.AsSpan(0, length)); // SQLite copies it.
        ArrayPool<byte>.Shared.Return(buffer);
        return code;
    }
}

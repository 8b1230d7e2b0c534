using System.Data.Common;
using System.Text.Json;

namespace Keeper.Storage.Backup;

/// <summary>
/// Inserts the rows of one table. Where a server is asked, many go out in one round trip; a database in this process is
/// quicker with one prepared command.
/// </summary>
internal sealed class RowInsert : IAsyncDisposable
{
    private const int RowsPerTrip = 500;
    private const int BytesPerTrip = 1 << 20;

    private readonly BackupTable _table;
    private readonly DbCommand _command;
    private readonly DbBatch? _batch;
    private int _bytes;

    public RowInsert(DbConnection connection, DbTransaction transaction, BackupTable table)
    {
        // Names go into the statement as they are: only known tables, and columns that are plain words.
        if (!BackupTables.Kept.Contains(table.Table, StringComparer.Ordinal)
            || table.Columns.FirstOrDefault(c => !c.All(l => char.IsAsciiLetterLower(l) || l == '_')) is not null)
        {
            throw new BackupFaultException($"The backup has a table {table.Table} that this program does not know.");
        }

        _table = table;
        _command = connection.CreateCommand();
        _command.Transaction = transaction;
        _command.CommandText =
            $"INSERT INTO {table.Table} ({string.Join(", ", table.Columns)}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => Name(i)))})";
        if (connection.CanCreateBatch)
        {
            _batch = connection.CreateBatch();
            _batch.Transaction = transaction;
        }
    }

    public async Task AddAsync(byte[] line, CancellationToken cancellation)
    {
        var values = Values(line);
        if (_batch is null)
        {
            _command.Parameters.Clear();
            Fill(_command.Parameters, _command.CreateParameter, values);
            await _command.ExecuteNonQueryAsync(cancellation);
            return;
        }

        var insert = _batch.CreateBatchCommand();
        insert.CommandText = _command.CommandText;
        Fill(insert.Parameters, _command.CreateParameter, values);
        _batch.BatchCommands.Add(insert);
        _bytes += line.Length;
        if (_batch.BatchCommands.Count >= RowsPerTrip || _bytes >= BytesPerTrip)
        {
            await FlushAsync(cancellation);
        }
    }

    /// <summary>Sends what is still here. Rows that were not flushed are not inserted.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (_batch is { BatchCommands.Count: > 0 })
        {
            await _batch.ExecuteNonQueryAsync(cancellation);
            _batch.BatchCommands.Clear();
            _bytes = 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        if (_batch is not null)
        {
            await _batch.DisposeAsync();
        }
    }

    private static string Name(int column) => "@p" + column;

    private static void Fill(DbParameterCollection parameters, Func<DbParameter> create, object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = create();
            (parameter.ParameterName, parameter.Value) = (Name(i), values[i]);
            parameters.Add(parameter);
        }
    }

    private object[] Values(byte[] line)
    {
        using var row = JsonDocument.Parse(line);
        return row.RootElement.GetArrayLength() == _table.Columns.Count
            ? [.. row.RootElement.EnumerateArray().Select(Value)]
            : throw new BackupFaultException($"The backup has a row of {_table.Table} with the wrong number of values: it is damaged.");
    }

    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => DBNull.Value,
        JsonValueKind.Number => value.GetInt64(),
        _ => value.GetString()!,
    };
}

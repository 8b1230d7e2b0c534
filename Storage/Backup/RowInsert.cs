using System.Data.Common;
using System.Text.Json;

namespace Keeper.Storage.Backup;

/// <summary>Inserts the rows of one table.</summary>
internal sealed class RowInsert : IDisposable
{
    private readonly DbCommand _command;
    private readonly string _table;

    public RowInsert(DbConnection connection, DbTransaction transaction, BackupTable table)
    {
        // Names go into the statement as they are: only known tables, and columns that are plain words.
        if (!BackupTables.Kept.Contains(table.Table, StringComparer.Ordinal)
            || table.Columns.FirstOrDefault(c => !c.All(l => char.IsAsciiLetterLower(l) || l == '_')) is not null)
        {
            throw new BackupFaultException($"The backup has a table {table.Table} that this program does not know.");
        }

        _table = table.Table;
        _command = connection.CreateCommand();
        _command.Transaction = transaction;
        var parameters = table.Columns.Select((_, i) => "@p" + i).ToList();
        _command.CommandText =
            $"INSERT INTO {table.Table} ({string.Join(", ", table.Columns)}) VALUES ({string.Join(", ", parameters)})";
        foreach (var name in parameters)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = name;
            _command.Parameters.Add(parameter);
        }
    }

    public async Task RunAsync(byte[] line, CancellationToken cancellation)
    {
        using var row = JsonDocument.Parse(line);
        if (row.RootElement.GetArrayLength() != _command.Parameters.Count)
        {
            throw new BackupFaultException($"The backup has a row of {_table} with the wrong number of values: it is damaged.");
        }

        var i = 0;
        foreach (var value in row.RootElement.EnumerateArray())
        {
            _command.Parameters[i++].Value = value.ValueKind switch
            {
                JsonValueKind.Null => DBNull.Value,
                JsonValueKind.Number => value.GetInt64(),
                _ => value.GetString(),
            };
        }

        await _command.ExecuteNonQueryAsync(cancellation);
    }

    public void Dispose() => _command.Dispose();
}

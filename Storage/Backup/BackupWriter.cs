using System.Buffers;
using System.Data.Common;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Keeper.Storage.Backup;

/// <summary>Writes what a connection sees, row by row: memory does not grow with the data.</summary>
internal sealed class BackupWriter : IAsyncDisposable
{
    private const int FlushAt = 64 * 1024;

    private readonly GZipStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _lines = new(FlushAt * 2);
    private readonly Utf8JsonWriter _row = new(Stream.Null);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public BackupWriter(Stream output) => _file = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true);

    /// <param name="connection">Inside a transaction that sees one state of the data.</param>
    /// <param name="transaction">That transaction.</param>
    /// <param name="header">The first line.</param>
    /// <param name="cancellation">Gives up; the file is then without its end.</param>
    public async Task WriteAsync(
        DbConnection connection, DbTransaction transaction, BackupHeader header, CancellationToken cancellation)
    {
        Line(header, BackupJson.Default.BackupHeader);
        foreach (var table in BackupTables.Kept)
        {
            await WriteTableAsync(connection, transaction, table, cancellation);
        }

        await FlushAsync(cancellation);
        Line(new BackupEnd(_counts, Convert.ToHexStringLower(_hash.GetHashAndReset())), BackupJson.Default.BackupEnd);
        await FlushAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _row.DisposeAsync();
        await _file.DisposeAsync();
    }

    private async Task WriteTableAsync(
        DbConnection connection, DbTransaction transaction, string table, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = BackupTables.Query(table);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        Line(new BackupTable(table, columns), BackupJson.Default.BackupTable);
        var count = 0L;
        for (; await reader.ReadAsync(cancellation); count++)
        {
            Row(reader);
            if (_lines.WrittenCount >= FlushAt)
            {
                await FlushAsync(cancellation);
            }
        }

        _counts[table] = count;
    }

    private void Row(DbDataReader reader)
    {
        _row.Reset(_lines);
        _row.WriteStartArray();
        for (var i = 0; i < reader.FieldCount; i++)
        {
            switch (reader.GetValue(i))
            {
                case DBNull:
                    _row.WriteNullValue();
                    break;
                case string text:
                    _row.WriteStringValue(text);
                    break;
                case long number:
                    _row.WriteNumberValue(number);
                    break;
                case int number:
                    _row.WriteNumberValue(number);
                    break;
                case var other:
                    throw new NotSupportedException($"Column {reader.GetName(i)} holds a {other.GetType().Name}, which a backup has no form for.");
            }
        }

        _row.WriteEndArray();
        _row.Flush();
        _lines.Write("\n"u8);
    }

    private void Line<T>(T value, JsonTypeInfo<T> type)
    {
        _lines.Write(JsonSerializer.SerializeToUtf8Bytes(value, type));
        _lines.Write("\n"u8);
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        _hash.AppendData(_lines.WrittenSpan);
        await _file.WriteAsync(_lines.WrittenMemory, cancellation);
        _lines.ResetWrittenCount();
    }
}

using System.Text;

namespace Keeper.Agent.Probes.Database.SqlServer;

/// <summary>Reads an answer token by token ([MS-TDS] 2.2.7). The first error ends it.</summary>
internal sealed class TdsAnswer(TdsWire wire)
{
    private const int Routing = 20;

    private List<TdsColumn> _columns = [];
    private string? _value;

    /// <summary>The server and its version, after a login that it took.</summary>
    public string? Server { get; private set; }

    /// <summary>Rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>First column of the first row.</summary>
    public string? Value => _value;

    public async Task ReadAsync(CancellationToken ct)
    {
        while (Rows < QueryAnswer.MaxRows && !await wire.IsEndAsync(ct))
            await TokenAsync(await wire.ByteAsync(ct), ct);
    }

    private async ValueTask TokenAsync(byte token, CancellationToken ct)
    {
        switch (token)
        {
            case 0x81:
                await ColumnsAsync(ct);
                return;
            case 0xD1:
                await RowAsync([], ct);
                return;
            case 0xD2:
                await RowAsync((await wire.ReadAsync((_columns.Count + 7) / 8, ct)).ToArray(), ct);
                return;
            case 0xAA:
                throw Error((await wire.ReadAsync(await wire.UInt16Async(ct), ct)).Span);
            case 0xAD:
                Server = Acknowledgement((await wire.ReadAsync(await wire.UInt16Async(ct), ct)).Span);
                return;
            case 0xE3 when (await wire.ReadAsync(await wire.UInt16Async(ct), ct)).Span is [Routing, ..]:
                throw new DatabaseFault("the server hands its clients on to another; probe that one");
            case 0xE3:
                return;
            case 0xA4 or 0xA5 or 0xA9 or 0xAB:
                await wire.ReadAsync(await wire.UInt16Async(ct), ct);
                return;
            case 0xE4:
                await wire.ReadAsync(await wire.Int32Async(ct), ct);
                return;
            case 0x79:
                await wire.ReadAsync(4, ct);
                return;
            case 0xFD or 0xFE or 0xFF:
                await wire.ReadAsync(12, ct);
                return;
            default:
                throw new DatabaseFault($"the server's answer has a token 0x{token:X2}, which this probe does not know");
        }
    }

    private async ValueTask ColumnsAsync(CancellationToken ct)
    {
        const int none = 0xFFFF;
        const int most = 4096;
        var count = await wire.UInt16Async(ct);
        if (count is > most and not none)
            throw new DatabaseFault($"the query brings {count} columns; SQL Server has at most {most}");
        var columns = new List<TdsColumn>();
        for (var i = 0; i < count && count != none; i++)
            columns.Add(await TdsColumn.ReadAsync(wire, ct));
        _columns = columns;
    }

    /// <param name="nulls">A bit for each column that is NULL and left out.</param>
    /// <param name="ct">Gives up.</param>
    private async ValueTask RowAsync(byte[] nulls, CancellationToken ct)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            var isNull = nulls.Length > 0 && (nulls[i / 8] & (1 << (i % 8))) != 0;
            var value = isNull ? null : await TdsValue.ReadAsync(wire, _columns[i], ct);
            if (Rows == 0 && i == 0)
                _value = value;
        }

        Rows++;
    }

    private static DatabaseFault Error(ReadOnlySpan<byte> token)
    {
        var reader = new ByteReader(token);
        var number = reader.Int32();
        reader.Take(2); // State and severity.
        var length = 2 * reader.UInt16();
        return new($"{Encoding.Unicode.GetString(reader.Take(Math.Min(length, reader.Left)))} ({number})");
    }

    private static string Acknowledgement(ReadOnlySpan<byte> token)
    {
        var reader = new ByteReader(token);
        reader.Take(5); // Interface and version of the protocol.
        var name = Encoding.Unicode.GetString(reader.Take(2 * reader.Byte())).TrimEnd('\0');
        return $"{name} {reader.Byte()}.{reader.Byte()}.{(reader.Byte() << 8) | reader.Byte()}";
    }
}

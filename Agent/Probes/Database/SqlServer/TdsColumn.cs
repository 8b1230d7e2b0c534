namespace Keeper.Agent.Probes.Database.SqlServer;

/// <summary>How the values of a column are delimited ([MS-TDS] 2.2.5.2).</summary>
internal enum TdsForm
{
    /// <summary>Always as long as the type is.</summary>
    Fixed,

    /// <summary>One byte of length, 0 for NULL.</summary>
    ByteLength,

    /// <summary>Two bytes of length, all ones for NULL.</summary>
    ShortLength,

    /// <summary>In chunks, behind eight bytes of length.</summary>
    Chunks,

    /// <summary>Behind a pointer, as the old large types.</summary>
    Pointer,

    /// <summary>Four bytes of length, 0 for NULL.</summary>
    LongLength,
}

/// <summary>A column's type ([MS-TDS] 2.2.5.4).</summary>
internal sealed record TdsColumn(byte Type, TdsForm Form, int Length, byte Scale)
{
    private const int Unlimited = 0xFFFF;
    private const int CollationLength = 5;

    public static async ValueTask<TdsColumn> ReadAsync(TdsWire wire, CancellationToken ct)
    {
        await wire.ReadAsync(6, ct); // User type and flags.
        var column = await ReadTypeAsync(wire, await wire.ByteAsync(ct), ct);
        if (column.Form == TdsForm.Pointer)
        {
            for (var parts = await wire.ByteAsync(ct); parts > 0; parts--)
                await wire.ReadAsync(2 * await wire.UInt16Async(ct), ct);
        }

        await wire.ReadAsync(2 * await wire.ByteAsync(ct), ct); // The name.
        return column;
    }

    private static async ValueTask<TdsColumn> ReadTypeAsync(TdsWire wire, byte type, CancellationToken ct)
    {
        switch (type)
        {
            case 0x1F:
                return new(type, TdsForm.Fixed, 0, 0);
            case 0x30 or 0x32:
                return new(type, TdsForm.Fixed, 1, 0);
            case 0x34:
                return new(type, TdsForm.Fixed, 2, 0);
            case 0x38 or 0x3A or 0x3B or 0x7A:
                return new(type, TdsForm.Fixed, 4, 0);
            case 0x3C or 0x3D or 0x3E or 0x7F:
                return new(type, TdsForm.Fixed, 8, 0);
            case 0x28:
                return new(type, TdsForm.ByteLength, 0, 0);
            case 0x29 or 0x2A or 0x2B:
                return new(type, TdsForm.ByteLength, 0, await wire.ByteAsync(ct));
            case 0x24 or 0x26 or 0x68 or 0x6D or 0x6E or 0x6F:
                return new(type, TdsForm.ByteLength, await wire.ByteAsync(ct), 0);
            case 0x6A or 0x6C:
                await wire.ReadAsync(2, ct); // Length and precision.
                return new(type, TdsForm.ByteLength, 0, await wire.ByteAsync(ct));
            case 0xA5 or 0xA7 or 0xAD or 0xAF or 0xE7 or 0xEF:
                var length = await wire.UInt16Async(ct);
                await wire.ReadAsync(type is 0xA5 or 0xAD ? 0 : CollationLength, ct);
                return new(type, length == Unlimited ? TdsForm.Chunks : TdsForm.ShortLength, length, 0);
            case 0x22 or 0x23 or 0x63:
                await wire.ReadAsync(4 + (type == 0x22 ? 0 : CollationLength), ct);
                return new(type, TdsForm.Pointer, 0, 0);
            case 0x62:
                await wire.ReadAsync(4, ct);
                return new(type, TdsForm.LongLength, 0, 0);
            case 0xF1 when await wire.ByteAsync(ct) == 0:
                return new(type, TdsForm.Chunks, 0, 0);
            default:
                throw new DatabaseFault($"the query brings a column of type 0x{type:X2}, which this probe does not read; convert it in the query");
        }
    }
}

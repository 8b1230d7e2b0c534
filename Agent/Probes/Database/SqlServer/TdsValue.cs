using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Keeper.Agent.Probes.Database.SqlServer;

/// <summary>Reads the values of a row, and shows the types that people compare as text.</summary>
internal static class TdsValue
{
    /// <returns>The value as text; <see langword="null"/> for NULL.</returns>
    public static async ValueTask<string?> ReadAsync(TdsWire wire, TdsColumn column, CancellationToken ct)
    {
        switch (column.Form)
        {
            case TdsForm.Fixed:
                return Show(column, (await wire.ReadAsync(column.Length, ct)).Span);
            case TdsForm.ByteLength:
                var few = await wire.ByteAsync(ct);
                return few == 0 ? null : Show(column, (await wire.ReadAsync(few, ct)).Span);
            case TdsForm.ShortLength:
                var some = await wire.UInt16Async(ct);
                return some == 0xFFFF ? null : Show(column, (await wire.ReadAsync(some, ct)).Span);
            case TdsForm.LongLength:
                var more = await wire.Int32Async(ct);
                return more == 0 ? null : Show(column, (await wire.ReadAsync(more, ct)).Span);
            case TdsForm.Pointer:
                var pointer = await wire.ByteAsync(ct);
                if (pointer == 0)
                    return null;
                await wire.ReadAsync(pointer + 8, ct); // The pointer and a time stamp.
                return Show(column, (await wire.ReadAsync(await wire.Int32Async(ct), ct)).Span);
            default:
                return await ReadChunksAsync(wire, column, ct);
        }
    }

    private static async ValueTask<string?> ReadChunksAsync(TdsWire wire, TdsColumn column, CancellationToken ct)
    {
        if (await wire.Int64Async(ct) == -1)
            return null;
        var value = new ByteWriter();
        while (await wire.Int32Async(ct) is var length and not 0)
        {
            var chunk = await wire.ReadAsync(length, ct);
            value.Bytes(chunk.Span[..Math.Min(chunk.Length, QueryAnswer.MaxValueBytes - value.Length)]);
        }

        return Show(column, value.Written.Span);
    }

    private static string Show(TdsColumn column, ReadOnlySpan<byte> value) => column.Type switch
    {
        0x30 or 0x32 or 0x34 or 0x38 or 0x7F or 0x26 or 0x68 => Whole(value),
        0x3B or 0x3E or 0x6D => value.Length == 4
            ? BinaryPrimitives.ReadSingleLittleEndian(value).ToString(CultureInfo.InvariantCulture)
            : new ByteReader(value).Int64() is var bits ? BitConverter.Int64BitsToDouble(bits).ToString(CultureInfo.InvariantCulture) : "",
        0x6A or 0x6C => Scaled(new BigInteger(value[1..], isUnsigned: true) * (value[0] == 1 ? 1 : -1), column.Scale),
        0x3C or 0x7A or 0x6E => Money(new ByteReader(value)),
        0xE7 or 0xEF or 0x63 or 0xF1 => Encoding.Unicode.GetString(value),
        0xA7 or 0xAF or 0x23 => Encoding.Latin1.GetString(value),
        _ => $"(a value of type 0x{column.Type:X2}; convert it in the query)",
    };

    /// <summary>One byte has no sign, more have.</summary>
    private static string Whole(ReadOnlySpan<byte> value) => new BigInteger(value, isUnsigned: value.Length == 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Ten-thousandths; of eight bytes the upper four come first.</summary>
    private static string Money(ByteReader reader) =>
        Scaled(reader.Left == 4 ? reader.Int32() : ((long)reader.Int32() << 32) | (uint)reader.Int32(), 4);

    private static string Scaled(BigInteger digits, int scale)
    {
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return string.Concat(digits.Sign < 0 ? "-" : "", text.AsSpan(0, text.Length - scale), scale == 0 ? "" : ".", text.AsSpan(text.Length - scale));
    }
}

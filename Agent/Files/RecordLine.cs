using System.Buffers.Binary;
using System.Numerics;

namespace Keeper.Agent.Files;

/// <summary>
/// One record of a log file: a checksum in hex, a space, the payload, a line end. Lines let a reader find the next record
/// after a damaged one, and a person read the file.
/// </summary>
internal static class RecordLine
{
    private const int PrefixLength = 9;

    public static byte[] Encode(ReadOnlySpan<byte> payload)
    {
        var line = new byte[PrefixLength + payload.Length + 1];
        Convert.TryToHexStringLower(ChecksumBytes(payload), line, out _);
        line[PrefixLength - 1] = (byte)' ';
        payload.CopyTo(line.AsSpan(PrefixLength));
        line[^1] = (byte)'\n';
        return line;
    }

    /// <summary>Reads a line without its line end.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (line.Length <= PrefixLength || line[PrefixLength - 1] != (byte)' ')
            return false;
        var candidate = line[PrefixLength..];
        Span<byte> expected = stackalloc byte[PrefixLength - 1];
        Convert.TryToHexStringLower(ChecksumBytes(candidate), expected, out _);
        if (!line[..(PrefixLength - 1)].SequenceEqual(expected))
            return false;
        payload = candidate;
        return true;
    }

    private static byte[] ChecksumBytes(ReadOnlySpan<byte> payload)
    {
        var crc = uint.MaxValue;
        while (payload.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(payload));
            payload = payload[sizeof(ulong)..];
        }

        foreach (var b in payload)
            crc = BitOperations.Crc32C(crc, b);
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~crc);
        return bytes;
    }
}

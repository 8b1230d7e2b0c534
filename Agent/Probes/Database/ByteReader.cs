using System.Buffers.Binary;
using System.Text;

namespace Keeper.Agent.Probes.Database;

/// <summary>Takes a message apart. What ends before it should is the target's fault, never an exception of an index.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Left => _rest.Length;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
            throw new DatabaseFault("the server's message ends in the middle, or is longer than this probe takes");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public short Int16BigEndian() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32BigEndian() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    /// <summary>Text up to a zero byte, which is taken too; without one, everything that is left.</summary>
    public string Text()
    {
        var end = _rest.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? _rest : _rest[..end]);
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return text;
    }
}

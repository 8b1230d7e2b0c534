using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Keeper.Agent.Probes.Database;

/// <summary>Puts a message together.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    public int Length => _bytes.WrittenCount;

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public ByteWriter Byte(byte value) => Bytes([value]);

    public ByteWriter Bytes(ReadOnlySpan<byte> value)
    {
        _bytes.Write(value);
        return this;
    }

    public ByteWriter UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.GetSpan(2), (ushort)value);
        _bytes.Advance(2);
        return this;
    }

    public ByteWriter Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    public ByteWriter Int16BigEndian(int value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_bytes.GetSpan(2), (short)value);
        _bytes.Advance(2);
        return this;
    }

    public ByteWriter Int32BigEndian(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    /// <summary>Text and a zero byte. A zero inside would end it early and begin something else.</summary>
    public ByteWriter Text(string value) => value.Contains('\0', StringComparison.Ordinal)
        ? throw new DatabaseFault("a text of the arguments has a zero character, which this protocol can't carry")
        : Bytes(Encoding.UTF8.GetBytes(value)).Byte(0);
}

using System.Buffers.Binary;
using System.Text;

namespace Keeper.Agent.Probes.Domain;

/// <summary>
/// Reads names and records out of a message that anybody may have sent. Every read is checked against the message's end;
/// <see cref="FormatException"/> is the only way out of a broken one.
/// </summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message, int position)
{
    private readonly ReadOnlySpan<byte> _message = message;

    public int Position { get; private set; } = position;

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _message.Length - Position)
            throw new FormatException($"the message ends after {_message.Length} bytes, in the middle of a field at {Position}");
        var bytes = _message.Slice(Position, count);
        Position += count;
        return bytes;
    }

    public bool IsQuestion(DnsQuery query)
    {
        var asked = new DnsReader(query.Name, 0).ReadName();
        var name = ReadName();
        var (type, recordClass) = (ReadUInt16(), ReadUInt16());
        return string.Equals(asked, name, StringComparison.OrdinalIgnoreCase) && type == (ushort)query.Type && recordClass == 1;
    }

    public DnsRecord ReadRecord()
    {
        var name = ReadName();
        var type = (DnsRecordType)ReadUInt16();
        _ = ReadUInt16();
        var timeToLive = ReadUInt32();
        var length = ReadUInt16();
        var end = Position + length;
        if (end > _message.Length)
            throw new FormatException($"a record of {length} bytes reaches beyond the message's end");
        var data = DnsData.Render(ref this, type, length);
        if (Position != end)
            throw new FormatException($"the data of a record of type {type} does not fill its {length} bytes");
        return new DnsRecord(name, type, timeToLive, data);
    }

    /// <summary>
    /// A name, with its compression undone. Each pointer must lead further back than the one before, so a malicious chain
    /// ends; and the name's length is bounded, so it cannot grow on the way.
    /// </summary>
    public string ReadName()
    {
        var name = new StringBuilder();
        var (at, resume, limit, length) = (Position, -1, Position, 1);
        while (true)
        {
            var size = At(at);
            if ((size & 0xC0) == 0xC0)
            {
                var target = ((size & 0x3F) << 8) | At(at + 1);
                if (target >= limit)
                    throw new FormatException($"a name at {at} points forward or at itself");
                resume = resume < 0 ? at + 2 : resume;
                (at, limit) = (target, target);
                continue;
            }

            if (size > DnsName.MaxLabelLength)
                throw new FormatException($"a label at {at} has an unknown form");
            if (size == 0)
                break;
            if ((length += size + 1) > DnsName.MaxLength)
                throw new FormatException($"a name is longer than {DnsName.MaxLength} bytes");
            if (at + 1 + size > _message.Length)
                throw new FormatException($"a label at {at} reaches beyond the message's end");
            Append(name, _message.Slice(at + 1, size));
            at += size + 1;
        }

        Position = resume < 0 ? at + 1 : resume;
        return name.Length == 0 ? "." : name.ToString(0, name.Length - 1);
    }

    private readonly byte At(int index) =>
        index < _message.Length ? _message[index] : throw new FormatException($"a name reaches beyond the message's end at {index}");

    private static void Append(StringBuilder name, ReadOnlySpan<byte> label)
    {
        foreach (var b in label)
        {
            if (b is (byte)'.' or (byte)'\\')
                name.Append('\\').Append((char)b);
            else if (b is <= 0x20 or >= 0x7F)
                name.Append('\\').Append(b.ToString("D3"));
            else
                name.Append((char)b);
        }

        name.Append('.');
    }
}

using System.Buffers.Binary;

namespace Keeper.Agent.Probes.Domain;

/// <summary>One question, and how to know its answer from anybody else's datagram.</summary>
/// <param name="Id">Random, so that an answer cannot be guessed.</param>
/// <param name="Name">The name in wire form.</param>
/// <param name="Type">The type asked for.</param>
internal sealed record DnsQuery(ushort Id, byte[] Name, DnsRecordType Type)
{
    /// <summary>What travels without fragments nearly everywhere (DNS flag day 2020).</summary>
    public const ushort UdpSize = 1232;

    private const ushort RecursionDesired = 0x0100;
    private const ushort ClassInternet = 1;
    private const int HeaderLength = 12;

    /// <summary>The question as bytes; with EDNS0 the answer may be longer than 512 bytes.</summary>
    public byte[] Encode(bool edns)
    {
        var message = new byte[HeaderLength + Name.Length + 4 + (edns ? 11 : 0)];
        BinaryPrimitives.WriteUInt16BigEndian(message, Id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(10), (ushort)(edns ? 1 : 0));
        Name.CopyTo(message, HeaderLength);
        var end = HeaderLength + Name.Length;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(end), (ushort)Type);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(end + 2), ClassInternet);
        if (edns)
        {
            // An OPT record: the root name (a zero byte, there already), its type, and the size in place of a class.
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(end + 5), (ushort)DnsRecordType.OPT);
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(end + 7), UdpSize);
        }

        return message;
    }
}

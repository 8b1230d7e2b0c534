using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Keeper.Agent.Probes.Icmp;

/// <summary>What a packet that arrived means to a burst.</summary>
internal enum EchoMeaning
{
    /// <summary>Somebody else's, or garbage.</summary>
    NotOurs,

    /// <summary>The answer to one of our requests.</summary>
    Reply,

    /// <summary>A router or the host says that a request cannot be delivered.</summary>
    Undeliverable,
}

/// <summary>
/// Echo requests of one burst and the reading of what comes back (RFC 792, RFC 4443). A reply is ours by its random
/// payload: the system may have put another identifier in, and raw sockets see the packets of every other pinger.
/// </summary>
internal sealed class EchoPackets(bool v6)
{
    public const int MaxLength = 1500;

    private const int HeaderLength = 8;
    private const int PayloadLength = 32;

    private readonly byte[] _payload = RandomNumberGenerator.GetBytes(PayloadLength);
    private readonly ushort _identifier = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue);

    public byte[] Request(int sequence)
    {
        var packet = new byte[HeaderLength + PayloadLength];
        packet[0] = v6 ? (byte)128 : (byte)8;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), _identifier);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)sequence);
        _payload.CopyTo(packet, HeaderLength);
        // Of ICMPv6 the system makes the checksum, since it covers addresses that only the system knows.
        if (!v6)
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
        return packet;
    }

    public EchoMeaning Read(ReadOnlySpan<byte> packet, bool hasIpHeader, out int sequence)
    {
        sequence = -1;
        if (hasIpHeader)
            packet = WithoutIpHeader(packet);
        if (packet.Length < HeaderLength)
            return EchoMeaning.NotOurs;
        if (packet[0] == (v6 ? 129 : 0) && packet[1] == 0)
        {
            sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]);
            return packet[HeaderLength..].SequenceEqual(_payload) ? EchoMeaning.Reply : EchoMeaning.NotOurs;
        }

        return IsComplaint(packet[0]) && IsOurRequest(WithoutIpHeader(packet[HeaderLength..]), out sequence) ? EchoMeaning.Undeliverable : EchoMeaning.NotOurs;
    }

    internal static ushort Checksum(ReadOnlySpan<byte> packet)
    {
        var sum = 0u;
        for (; packet.Length >= 2; packet = packet[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(packet);
        if (packet.Length == 1)
            sum += (uint)packet[0] << 8;
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>Destination unreachable or time exceeded.</summary>
    private bool IsComplaint(byte type) => v6 ? type is 1 or 3 : type is 3 or 11;

    /// <summary>A complaint quotes the beginning of the request; more than its header is not certain to be there.</summary>
    private bool IsOurRequest(ReadOnlySpan<byte> quoted, out int sequence)
    {
        sequence = quoted.Length < HeaderLength ? -1 : BinaryPrimitives.ReadUInt16BigEndian(quoted[6..]);
        return quoted.Length >= HeaderLength && quoted[0] == (v6 ? 128 : 8) && BinaryPrimitives.ReadUInt16BigEndian(quoted[4..]) == _identifier;
    }

    private ReadOnlySpan<byte> WithoutIpHeader(ReadOnlySpan<byte> packet)
    {
        var length = v6 ? 40 : packet.Length == 0 ? 0 : (packet[0] & 0x0F) * 4;
        return packet.Length < length ? [] : packet[length..];
    }
}

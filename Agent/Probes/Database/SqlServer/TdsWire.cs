using System.Text;

namespace Keeper.Agent.Probes.Database.SqlServer;

/// <summary>
/// Messages of SQL Server in packets ([MS-TDS] 2.2.3): each with its type, whether it is the last, and its length. Answers are
/// read as one stream, because what they are made of goes across packets.
/// </summary>
internal sealed class TdsWire(DatabaseSession session)
{
    public const byte Batch = 0x01;
    public const byte Login = 0x10;
    public const byte PreLogin = 0x12;

    public const byte Answer = 0x04;
    private const byte LastOne = 0x01;
    private const int HeaderLength = 8;

    /// <summary>The length that is asked for at the login, and the least that a server may insist on before it.</summary>
    private const int PacketLength = 4096;

    private readonly byte[] _piece = new byte[QueryAnswer.MaxValueBytes];
    private int _inPacket;
    private bool _last = true;

    public async Task SendAsync(byte type, ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        byte number = 1;
        do
        {
            var part = message[..Math.Min(message.Length, PacketLength - HeaderLength)];
            message = message[part.Length..];
            var length = part.Length + HeaderLength;
            await session.WriteAsync(
                (byte[])[type, message.IsEmpty ? LastOne : (byte)0, (byte)(length >> 8), (byte)length, 0, 0, number++, 0, .. part.Span], ct);
        }
        while (!message.IsEmpty);
        (_inPacket, _last) = (0, false);
    }

    /// <summary>Whether the answer has ended.</summary>
    public async ValueTask<bool> IsEndAsync(CancellationToken ct)
    {
        while (_inPacket == 0 && !_last)
            await NextPacketAsync(ct);
        return _inPacket == 0;
    }

    /// <summary>Reads a piece of the answer. What is longer than a value may be is read and dropped from there on.</summary>
    /// <returns>The piece, good until the next read.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long length, CancellationToken ct)
    {
        if (length < 0)
            throw new DatabaseFault("the server's answer has a length below zero");
        var kept = 0;
        while (length > 0)
        {
            if (await IsEndAsync(ct))
                throw new DatabaseFault("the server's answer ends in the middle");
            var part = await session.ReadAsync((int)Math.Min(Math.Min(length, _inPacket), DatabaseSession.MaxKept), ct);
            _inPacket -= part.Length;
            length -= part.Length;
            var keep = part[..Math.Min(part.Length, _piece.Length - kept)];
            keep.CopyTo(_piece.AsMemory(kept));
            kept += keep.Length;
        }

        return _piece.AsMemory(0, kept);
    }

    public async ValueTask<byte> ByteAsync(CancellationToken ct) => (await ReadAsync(1, ct)).Span[0];

    public async ValueTask<int> UInt16Async(CancellationToken ct) => new ByteReader((await ReadAsync(2, ct)).Span).UInt16();

    public async ValueTask<int> Int32Async(CancellationToken ct) => new ByteReader((await ReadAsync(4, ct)).Span).Int32();

    public async ValueTask<long> Int64Async(CancellationToken ct) => new ByteReader((await ReadAsync(8, ct)).Span).Int64();

    private async ValueTask NextPacketAsync(CancellationToken ct)
    {
        var header = (await session.ReadAsync(HeaderLength, ct)).ToArray();
        var length = (header[2] << 8) | header[3];
        if (header[0] != Answer || length < HeaderLength)
            throw new DatabaseFault($"this is no SQL Server: it says '{Encoding.Latin1.GetString(header)}'");
        (_inPacket, _last) = (length - HeaderLength, (header[1] & LastOne) != 0);
    }
}

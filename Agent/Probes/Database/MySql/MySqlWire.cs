using System.Text;

namespace Keeper.Agent.Probes.Database.MySql;

/// <summary>Packets of MySQL: three bytes of length, one that counts the packets of an exchange.</summary>
internal sealed class MySqlWire(DatabaseSession session)
{
    /// <summary>A longer one goes on in the next, which a probe has no use for.</summary>
    private const int MaxLength = 0xFFFFFF;

    private byte _sequence;

    /// <summary>Begins an exchange.</summary>
    public ValueTask CommandAsync(byte command, string text, CancellationToken ct)
    {
        _sequence = 0;
        return SendAsync(new ByteWriter().Byte(command).Bytes(Encoding.UTF8.GetBytes(text)), ct);
    }

    public ValueTask SendAsync(ByteWriter body, CancellationToken ct) => session.WriteAsync(
        new ByteWriter().Int32(body.Length | (_sequence++ << 24)).Bytes(body.Written.Span).Written, ct);

    /// <summary>Reads a packet, cut to what a session keeps, good until the next read.</summary>
    /// <exception cref="MySqlRefusal">It is an error.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken ct, bool first = false)
    {
        var header = (await session.ReadAsync(4, ct)).ToArray();
        var length = new ByteReader(header).Int32() & MaxLength;
        // The first is short: that tells MySQL from most of what else may listen.
        if (length is 0 or MaxLength || header[3] != _sequence || (first && length > 1024))
            throw new DatabaseFault($"this is no MySQL: it says '{Encoding.Latin1.GetString(header)}'");
        _sequence++;
        var packet = await session.ReadAsync(length, ct);
        return packet.Span[0] == 0xFF ? throw MySqlRefusal.Read(packet.Span) : packet;
    }
}

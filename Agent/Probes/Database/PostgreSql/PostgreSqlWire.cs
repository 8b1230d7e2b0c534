using System.Text;

namespace Keeper.Agent.Probes.Database.PostgreSql;

/// <summary>A message of the server: its type and its body, which is good until the next read.</summary>
internal readonly record struct PostgreSqlMessage(char Type, ReadOnlyMemory<byte> Body);

/// <summary>Messages of PostgreSQL over a session.</summary>
internal sealed class PostgreSqlWire(DatabaseSession session)
{
    /// <summary>Longest message; more is a server that pours, or something that is no PostgreSQL.</summary>
    private const int MaxLength = DatabaseSession.MaxTotal;

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken ct) => session.WriteAsync(message, ct);

    public ValueTask SendAsync(char type, ByteWriter body, CancellationToken ct) => SendAsync(Message(type, body), ct);

    public static ReadOnlyMemory<byte> Message(char type, ByteWriter body) =>
        new ByteWriter().Byte((byte)type).Int32BigEndian(body.Length + 4).Bytes(body.Written.Span).Written;

    /// <summary>Reads a message. The first tells PostgreSQL from everything else: R, E, N and v alone may begin.</summary>
    public async ValueTask<PostgreSqlMessage> ReadAsync(CancellationToken ct, bool first = false)
    {
        var (type, length, text) = Header((await session.ReadAsync(5, ct)).Span);
        if (length is < 4 or > MaxLength || !(first ? "RENv" : "RENSKZTDCIs123nAv").Contains(type, StringComparison.Ordinal))
            throw new DatabaseFault($"this is no PostgreSQL: it says {Excerpts.Of(text)}");
        return new(type, await session.ReadAsync(length - 4, ct));
    }

    /// <summary>An error's text and code.</summary>
    public static (string Code, string Text) Error(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        var (code, text) = ("", "");
        while (reader.Left > 0 && reader.Byte() is var field and not 0)
        {
            var value = reader.Text();
            if (field == 'C')
                code = value;
            else if (field == 'M')
                text = value;
        }

        return (code, text);
    }

    private static (char Type, int Length, string Text) Header(ReadOnlySpan<byte> header)
    {
        var reader = new ByteReader(header);
        return ((char)reader.Byte(), reader.Int32BigEndian(), Encoding.Latin1.GetString(header));
    }
}

using System.Globalization;
using System.Text;

namespace Keeper.Agent.Probes.Database.Redis;

/// <summary>A reply of Redis, flattened as far as a probe needs it.</summary>
/// <param name="Error">What it refuses with.</param>
/// <param name="Text">A text, a number, or the first element of a list; <see langword="null"/> for nil and for an empty list.</param>
/// <param name="Rows">Elements of a list; otherwise 1, or 0 for nil.</param>
internal sealed record RespReply(string? Error, string? Text, int Rows)
{
    /// <summary>The word that an error begins with: NOAUTH, WRONGPASS, LOADING …</summary>
    public string ErrorCode => Error?.Split(' ', 2)[0] ?? "";
}

/// <summary>Reads RESP2 (the specification "Redis serialization protocol").</summary>
internal sealed class RespReader(DatabaseSession session)
{
    private const int MaxDepth = 8;
    private const int MaxLine = 1024;

    private readonly byte[] _line = new byte[MaxLine];

    public ValueTask<RespReply> ReadAsync(CancellationToken ct) => ReadAsync(0, ct);

    private async ValueTask<RespReply> ReadAsync(int depth, CancellationToken ct)
    {
        var line = await LineAsync(ct);
        var rest = line.Length == 0 ? "" : line[1..];
        return line.Length == 0 ? throw NoRedis(line) : line[0] switch
        {
            '+' => new(null, rest, 1),
            '-' => new(rest, null, 0),
            ':' => new(null, $"{Number(line, long.MinValue, long.MaxValue)}", 1),
            '$' => await BulkAsync((int)Number(line, -1, DatabaseSession.MaxTotal), ct),
            '*' when depth < MaxDepth => await ListAsync((int)Number(line, -1, int.MaxValue), depth, ct),
            _ => throw NoRedis(line),
        };
    }

    private async ValueTask<RespReply> BulkAsync(int length, CancellationToken ct)
    {
        if (length < 0)
            return new(null, null, 0);
        var bytes = await session.ReadAsync(length, ct);
        var text = Encoding.UTF8.GetString(bytes.Span);
        return (await session.ReadAsync(2, ct)).Span.SequenceEqual("\r\n"u8) ? new(null, text, 1) : throw NoRedis(text);
    }

    private async ValueTask<RespReply> ListAsync(int count, int depth, CancellationToken ct)
    {
        string? first = null;
        // What is beyond the limit stays unread: the answer is known, and the connection is closed after it.
        var rows = Math.Clamp(count, 0, QueryAnswer.MaxRows);
        for (var i = 0; i < rows; i++)
        {
            var element = await ReadAsync(depth + 1, ct);
            if (i == 0)
                first = element.Text;
        }

        return new(null, first, rows);
    }

    private async ValueTask<string> LineAsync(CancellationToken ct)
    {
        for (var length = 0; length < MaxLine; length++)
        {
            _line[length] = (await session.ReadByteAsync(ct));
            if (_line[length] == '\n' && length > 0 && _line[length - 1] == '\r')
                return Encoding.UTF8.GetString(_line, 0, length - 1);
        }

        throw NoRedis(Encoding.UTF8.GetString(_line));
    }

    private static long Number(string line, long min, long max) =>
        long.TryParse(line.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw NoRedis(line);

    private static DatabaseFault NoRedis(string said) => new($"this is no Redis: it says '{said}'");
}

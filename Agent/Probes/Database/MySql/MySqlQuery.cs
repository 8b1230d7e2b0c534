using System.Globalization;
using System.Text;

namespace Keeper.Agent.Probes.Database.MySql;

/// <summary>One statement where nothing can be written: the server takes no second one in the same text.</summary>
internal sealed class MySqlQuery(MySqlWire wire, DatabaseSession session)
{
    private const byte Query = 3;
    private const byte Ping = 14;
    private const int UnknownVariable = 1193;

    public async Task<(QueryAnswer? Answer, double Ms, string? Role)> RunAsync(bool isMariaDb, CancellationToken ct)
    {
        var role = session.Arguments.Expect.Role is null ? null : (await AskAsync("SELECT IF(@@global.read_only, 'replica', 'primary')", ct)).Value;
        if (session.Arguments.Query is not null)
        {
            await BoundAsync(isMariaDb, ct);
            await AskAsync("START TRANSACTION READ ONLY", ct);
        }

        var start = session.Now();
        var answer = session.Arguments.Query is { } query ? await AskAsync(query, ct) : await PingAsync(ct);
        var ms = session.MsSince(start);
        return (answer, ms, role);
    }

    /// <summary>The server's own bound on the query: it would work on when the probe has hung up.</summary>
    private async Task BoundAsync(bool isMariaDb, CancellationToken ct)
    {
        try
        {
            await AskAsync(isMariaDb
                ? string.Create(CultureInfo.InvariantCulture, $"SET SESSION max_statement_time = {session.Arguments.TimeoutMs / 1000.0}")
                : $"SET SESSION max_execution_time = {session.Arguments.TimeoutMs}", ct);
        }
        catch (MySqlRefusal e) when (e.Code == UnknownVariable)
        {
            return; // Older than the bound; the probe's own remains.
        }
    }

    private async Task<QueryAnswer?> PingAsync(CancellationToken ct)
    {
        await wire.CommandAsync(Ping, "", ct);
        return (await wire.ReadAsync(ct)).Span[0] == 0 ? null : throw new DatabaseFault("the server's answer to a ping is not OK");
    }

    private async Task<QueryAnswer> AskAsync(string text, CancellationToken ct)
    {
        await wire.CommandAsync(Query, text, ct);
        var first = await wire.ReadAsync(ct);
        if (first.Span[0] == 0)
            return new QueryAnswer(0, null);
        if (first.Span[0] == 0xFB)
            throw new DatabaseFault("the statement makes the server ask for a file of this host, which it does not get");
        await SkipColumnsAsync(ct);
        var (rows, value) = (0, (string?)null);
        // What is beyond the limit stays unread: the answer is known, and the connection is closed after it.
        while (rows < QueryAnswer.MaxRows)
        {
            var row = await wire.ReadAsync(ct);
            if (IsEnd(row.Span))
                break;
            if (rows++ == 0)
                value = FirstColumn(row.Span);
        }

        return new QueryAnswer(rows, value);
    }

    private async Task SkipColumnsAsync(CancellationToken ct)
    {
        while (!IsEnd((await wire.ReadAsync(ct)).Span))
        {
            // Names and types of columns: values are shown as the text that they come as.
        }
    }

    private static bool IsEnd(ReadOnlySpan<byte> packet) => packet[0] == 0xFE && packet.Length < 9;

    private static string? FirstColumn(ReadOnlySpan<byte> row)
    {
        var reader = new ByteReader(row);
        long length;
        switch (reader.Byte())
        {
            case 0xFB:
                return null;
            case 0xFC:
                length = reader.UInt16();
                break;
            case 0xFD:
                length = reader.UInt16() | (reader.Byte() << 16);
                break;
            case 0xFE:
                length = reader.Int64();
                break;
            case var direct:
                length = direct;
                break;
        }

        return Encoding.UTF8.GetString(reader.Take((int)Math.Clamp(length, 0, Math.Min(reader.Left, QueryAnswer.MaxValueBytes))));
    }
}

using System.Text;

namespace Keeper.Agent.Probes.Database.PostgreSql;

/// <summary>
/// One statement where nothing can be written. It goes by the extended protocol, which takes a single statement: no text can
/// end the read-only transaction and go on.
/// </summary>
internal sealed class PostgreSqlQuery(PostgreSqlWire wire, DatabaseSession session)
{
    private const string AskRole = "SELECT CASE WHEN pg_is_in_recovery() THEN 'replica' ELSE 'primary' END";

    public async Task<(QueryAnswer? Answer, double? Ms, string? Role)> RunAsync(CancellationToken ct)
    {
        // The server's own bound as well: it would work on when the probe has hung up.
        await SimpleAsync($"BEGIN READ ONLY; SET LOCAL statement_timeout = {session.Arguments.TimeoutMs}", ct);
        var start = session.Now();
        var answer = await ExtendedAsync(session.Arguments.Query ?? "SELECT 1", ct);
        var ms = session.MsSince(start);
        var role = session.Arguments.Expect.Role is null ? null : (await ExtendedAsync(AskRole, ct)).Value;
        await wire.SendAsync('X', new ByteWriter(), ct);
        return (session.Arguments.Query is null ? null : answer, ms, role);
    }

    private async Task SimpleAsync(string text, CancellationToken ct)
    {
        await wire.SendAsync('Q', new ByteWriter().Text(text), ct);
        await AnswerAsync(ct);
    }

    private async Task<QueryAnswer> ExtendedAsync(string text, CancellationToken ct)
    {
        var parse = PostgreSqlWire.Message('P', new ByteWriter().Byte(0).Text(text).Int16BigEndian(0));
        var bind = PostgreSqlWire.Message('B', new ByteWriter().Byte(0).Byte(0).Int16BigEndian(0).Int16BigEndian(0).Int16BigEndian(0));
        var execute = PostgreSqlWire.Message('E', new ByteWriter().Byte(0).Int32BigEndian(QueryAnswer.MaxRows));
        var sync = PostgreSqlWire.Message('S', new ByteWriter());
        await wire.SendAsync((byte[])[.. parse.Span, .. bind.Span, .. execute.Span, .. sync.Span], ct);
        return await AnswerAsync(ct);
    }

    private async Task<QueryAnswer> AnswerAsync(CancellationToken ct)
    {
        var (rows, value) = (0, (string?)null);
        while (true)
        {
            var message = await wire.ReadAsync(ct);
            switch (message.Type)
            {
                case 'D' when rows++ == 0:
                    value = FirstColumn(message.Body.Span);
                    break;
                case 'E' when PostgreSqlWire.Error(message.Body.Span) is var (code, text):
                    throw new DatabaseFault($"{text} ({code})");
                case 'Z':
                    return new QueryAnswer(rows, value);
                default:
                    break;
            }
        }
    }

    private static string? FirstColumn(ReadOnlySpan<byte> row)
    {
        var reader = new ByteReader(row);
        if (reader.Int16BigEndian() == 0 || reader.Int32BigEndian() is var length && length < 0)
            return null;
        return Encoding.UTF8.GetString(reader.Take(Math.Min(reader.Left, Math.Min(length, QueryAnswer.MaxValueBytes))));
    }
}

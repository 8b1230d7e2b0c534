using System.Globalization;
using System.Text;
using Keeper.Protocol.Probes;

namespace Keeper.Agent.Probes.Database.Redis;

/// <summary>Redis: PING tells the protocol, AUTH logs in, INFO tells the role; a query is one command that reads.</summary>
internal sealed class RedisEngine : IDatabaseEngine
{
    public string Name => "Redis";

    public async Task<DatabaseAnswer> AskAsync(DatabaseSession session, CancellationToken ct)
    {
        if (session.Arguments.Tls)
            await session.StartTlsAsync(ct);
        session.Enter(DatabaseStage.Handshake);
        var reader = new RespReader(session);
        var first = await CallAsync(session, reader, ["PING"], ct);
        session.Pass("Redis");
        session.Enter(DatabaseStage.Login);
        if (await LoginAsync(session, reader, first, ct) is { } noLogin)
            return new DatabaseAnswer { NoLogin = noLogin };
        session.Pass(session.Arguments.Password is null ? "without a password" : $"as '{session.Arguments.User ?? "default"}'");
        session.Enter(DatabaseStage.Query);
        var info = Parse(await CallAsync(session, reader, ["INFO", "replication"], ct));
        var start = session.Now();
        var query = session.Arguments.Query is { } text ? RedisReads.Split(text)! : ["PING"];
        var answer = Good(await CallAsync(session, reader, query, ct));
        var ms = session.MsSince(start);
        session.Pass($"in {ms} ms");
        return new DatabaseAnswer
        {
            Server = "Redis",
            Role = info.GetValueOrDefault("role") switch { "master" => "primary", "slave" => "replica", var other => other },
            Query = session.Arguments.Query is null ? null : new QueryAnswer(answer.Rows, Cut(answer.Text)),
            QueryMs = ms,
        };
    }

    private static async Task<string?> LoginAsync(DatabaseSession session, RespReader reader, RespReply first, CancellationToken ct)
    {
        var arguments = session.Arguments;
        if (arguments.Password is { } password)
        {
            Good(await CallAsync(session, reader, arguments.User is { } user ? ["AUTH", user, password] : ["AUTH", password], ct));
        }
        else if (first.ErrorCode == "NOAUTH" && arguments.Query is null && arguments.Expect.Role is null && arguments.Database is null)
        {
            return "it asks for a password, and none was given";
        }
        else
        {
            Good(first);
        }

        if (arguments.Database is { } number)
            Good(await CallAsync(session, reader, ["SELECT", number], ct));
        return null;
    }

    private static RespReply Good(RespReply reply) => reply.Error is null ? reply : throw new DatabaseFault(reply.Error);

    private static async ValueTask<RespReply> CallAsync(DatabaseSession session, RespReader reader, IReadOnlyList<string> words, CancellationToken ct)
    {
        var command = new ByteWriter().Bytes(Line('*', words.Count));
        foreach (var word in words.Select(Encoding.UTF8.GetBytes))
            command.Bytes(Line('$', word.Length)).Bytes(word).Bytes("\r\n"u8);
        await session.WriteAsync(command.Written, ct);
        return await reader.ReadAsync(ct);
    }

    private static byte[] Line(char type, int number) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type}{number}\r\n"));

    /// <summary>An access list may forbid INFO; then the role is not known, which matters only to who asks for it.</summary>
    private static Dictionary<string, string> Parse(RespReply info) => (info.Text ?? "").Split('\n')
        .Select(line => line.TrimEnd('\r').Split(':', 2)).Where(pair => pair.Length == 2)
        .GroupBy(pair => pair[0]).ToDictionary(g => g.Key, g => g.First()[1], StringComparer.Ordinal);

    private static string? Cut(string? text) => text?[..Math.Min(text.Length, QueryAnswer.MaxValueBytes)];
}

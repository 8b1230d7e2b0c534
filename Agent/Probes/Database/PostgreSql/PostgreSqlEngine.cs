namespace Keeper.Agent.Probes.Database.PostgreSql;

/// <summary>
/// PostgreSQL's protocol 3.0 (its manual, chapter "Frontend/Backend Protocol"): start, login, one statement in a transaction
/// that can't write.
/// </summary>
internal sealed class PostgreSqlEngine : IDatabaseEngine
{
    /// <summary>Whom a server is asked about when no user is given; it need not exist.</summary>
    private const string Nobody = "keeper";

    public string Name => "PostgreSQL";

    public async Task<DatabaseAnswer> AskAsync(DatabaseSession session, CancellationToken ct)
    {
        var wire = new PostgreSqlWire(session);
        if (session.Arguments.Tls)
            await StartTlsAsync(wire, session, ct);
        session.Enter(DatabaseStage.Handshake);
        var user = session.Arguments.User ?? Nobody;
        await wire.SendAsync(Startup(user, session.Arguments.Database), ct);
        var first = await wire.ReadAsync(ct, first: true);
        session.Pass("PostgreSQL");
        session.Enter(DatabaseStage.Login);
        var login = new PostgreSqlLogin(wire, session, user);
        if (await login.RunAsync(first, ct) is { } noLogin)
            return new DatabaseAnswer { Server = Server(login.Version), NoLogin = noLogin };
        session.Pass($"as '{user}'");
        session.Enter(DatabaseStage.Query);
        var start = session.Now();
        var query = await new PostgreSqlQuery(wire, session).RunAsync(ct);
        var ms = query.Ms ?? session.MsSince(start);
        session.Pass($"in {ms} ms");
        return new DatabaseAnswer { Server = Server(login.Version), Query = query.Answer, QueryMs = ms, Role = query.Role };
    }

    private static string Server(string version) => version.Length == 0 ? "PostgreSQL" : $"PostgreSQL {version}";

    private static async Task StartTlsAsync(PostgreSqlWire wire, DatabaseSession session, CancellationToken ct)
    {
        session.Enter(DatabaseStage.Tls);
        await wire.SendAsync(new ByteWriter().Int32BigEndian(8).Int32BigEndian(80877103).Written, ct);
        switch ((await session.ReadAsync(1, ct)).Span[0])
        {
            case (byte)'S':
                await session.StartTlsAsync(ct);
                return;
            case (byte)'N':
                throw new DatabaseFault("the server has no TLS");
            default:
                throw new DatabaseFault("the server answers the wish for TLS with neither yes nor no");
        }
    }

    private static ReadOnlyMemory<byte> Startup(string user, string? database)
    {
        var body = new ByteWriter().Text("user").Text(user).Text("application_name").Text("keeper").Text("client_encoding").Text("UTF8");
        if (database is not null)
            body.Text("database").Text(database);
        body.Byte(0);
        return new ByteWriter().Int32BigEndian(body.Length + 8).Int32BigEndian(3 << 16).Bytes(body.Written.Span).Written;
    }
}

namespace Keeper.Agent.Probes.Database.MySql;

/// <summary>
/// MySQL and MariaDB (MySQL's internals manual, "Client/Server Protocol"): greeting, login, one statement in a transaction
/// that can't write.
/// </summary>
internal sealed class MySqlEngine : IDatabaseEngine
{
    private const int AccessDenied = 1045;

    public string Name => "MySQL";

    public async Task<DatabaseAnswer> AskAsync(DatabaseSession session, CancellationToken ct)
    {
        session.Enter(DatabaseStage.Handshake);
        var wire = new MySqlWire(session);
        var greeting = MySqlGreeting.Read((await wire.ReadAsync(ct, first: true)).Span);
        session.Pass(greeting.Version);
        try
        {
            await new MySqlLogin(wire, session, greeting).RunAsync(ct);
        }
        catch (MySqlRefusal e) when (session.Arguments.User is null && e.Code == AccessDenied)
        {
            // Logging in as nobody is refused, but does not count as a broken connection, for which MySQL bars hosts.
            return new DatabaseAnswer { Server = greeting.Version, NoLogin = $"it refuses strangers ({e.Code}), and no login was given" };
        }

        session.Pass($"as '{session.Arguments.User}'");
        session.Enter(DatabaseStage.Query);
        var (answer, ms, role) = await new MySqlQuery(wire, session).RunAsync(greeting.IsMariaDb, ct);
        session.Pass($"in {ms} ms");
        return new DatabaseAnswer { Server = greeting.Version, Query = answer, QueryMs = ms, Role = role };
    }
}

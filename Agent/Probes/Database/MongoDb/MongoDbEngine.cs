using System.Text;

namespace Keeper.Agent.Probes.Database.MongoDb;

/// <summary>MongoDB: <c>hello</c> tells the protocol and the role, SCRAM-SHA-256 logs in, <c>ping</c> shows that commands run.</summary>
internal sealed class MongoDbEngine : IDatabaseEngine
{
    /// <summary>Servers that authenticate take two rounds; one that goes on is not served for ever.</summary>
    private const int MaxRounds = 5;

    public string Name => "MongoDB";

    public async Task<DatabaseAnswer> AskAsync(DatabaseSession session, CancellationToken ct)
    {
        if (session.Arguments.Tls)
            await session.StartTlsAsync(ct);
        session.Enter(DatabaseStage.Handshake);
        var wire = new MongoDbWire(session);
        var hello = await wire.DemandAsync(new BsonWriter().Int32("hello", 1).Text("$db", "admin"), ct);
        session.Pass("MongoDB");
        session.Enter(DatabaseStage.Login);
        if (session.Arguments.User is { } user)
            await LogInAsync(wire, user, session.Arguments.Password ?? "", session.Arguments.Database ?? "admin", ct);
        session.Pass(session.Arguments.User is null ? "no login was given" : $"as '{session.Arguments.User}'");
        session.Enter(DatabaseStage.Query);
        var start = session.Now();
        await wire.DemandAsync(new BsonWriter().Int32("ping", 1).Text("$db", "admin"), ct);
        var ms = session.MsSince(start);
        var role = Role(hello);
        if (role is not ("primary" or "replica"))
            throw new DatabaseFault($"the server is {role}: it takes neither writes nor reads");
        session.Pass($"in {ms} ms");
        return new DatabaseAnswer { Server = Describe(hello), Role = role, QueryMs = ms };
    }

    private static string Role(BsonFields hello) =>
        hello.Is("isWritablePrimary") ? "primary"
        : hello.Is("secondary") ? "replica"
        : hello.Is("arbiterOnly") ? "an arbiter"
        : hello.Text("setName") is { } set ? $"a member of '{set}' that starts, recovers or was removed"
        : "in no replica set yet";

    private static string Describe(BsonFields hello) => string.Concat(
        hello.Text("msg") == "isdbgrid" ? "MongoDB router" : "MongoDB",
        $", wire version {hello.Number("maxWireVersion")}",
        hello.Text("setName") is { } set ? $", replica set {set}" : "");

    private static async Task LogInAsync(MongoDbWire wire, string user, string password, string database, CancellationToken ct)
    {
        var scram = new ScramSha256(user, password);
        var answer = await wire.DemandAsync(
            new BsonWriter().Int32("saslStart", 1).Text("mechanism", "SCRAM-SHA-256").Binary("payload", Encoding.UTF8.GetBytes(scram.ClientFirst))
                .Document("options", new BsonWriter().Flag("skipEmptyExchange", true)).Text("$db", database), ct);
        answer = await ContinueAsync(scram.ClientFinal(Payload(answer)));
        scram.Verify(Payload(answer));
        for (var round = 0; !answer.Is("done"); round++)
            answer = round < MaxRounds ? await ContinueAsync("") : throw new DatabaseFault("the server goes on asking for authentication");

        Task<BsonFields> ContinueAsync(string payload) => wire.DemandAsync(
            new BsonWriter().Int32("saslContinue", 1).Int32("conversationId", (int)(answer.Number("conversationId") ?? 1))
                .Binary("payload", Encoding.UTF8.GetBytes(payload)).Text("$db", database), ct);
    }

    private static string Payload(BsonFields answer) =>
        Encoding.UTF8.GetString(answer.Binary("payload") ?? throw new DatabaseFault("the server's answer to the login has no payload"));
}

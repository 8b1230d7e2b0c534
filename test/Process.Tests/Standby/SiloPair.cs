using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;
using Npgsql;

namespace Keeper.Process.Tests.Standby;

/// <summary>
/// Two silos on one PostgreSQL database, an agent that knows both gateways, and a target to probe. Each silo signs in to
/// the database as a user of its own, so that the database can tell who wrote what.
/// </summary>
internal sealed class SiloPair : IAsyncDisposable
{
    public const string Vpc = "far";
    public const string FirstUser = "silo_a";
    public const string SecondUser = "silo_b";

    private readonly TemporaryFolder _folder = new();
    private readonly PostgreSqlProcess _server;
    private string _database = "";

    private SiloPair(PostgreSqlProcess server, ProbeTarget target) => (_server, Target) = (server, target);

    public ProbeTarget Target { get; }

    /// <summary>The database server.</summary>
    public PostgreSqlProcess Server => _server;

    /// <summary>The active one, at first.</summary>
    public SiloProcess A { get; private set; } = null!;

    public SiloProcess B { get; private set; } = null!;

    public AgentProcess Agent { get; private set; } = null!;

    public OperatorApi ApiOfA { get; private set; } = null!;

    public OperatorApi ApiOfB { get; private set; } = null!;

    public static async Task<SiloPair> StartAsync()
    {
        var pair = new SiloPair(await PostgreSqlProcess.CreateAsync(), await ProbeTarget.StartAsync());
        try
        {
            pair._database = await pair._server.NewDatabaseAsync();
            await pair.ExecuteAsync($"CREATE ROLE {FirstUser} SUPERUSER LOGIN; CREATE ROLE {SecondUser} SUPERUSER LOGIN");
            pair.A = pair.Launch("a", FirstUser);
            await pair.A.WhenReadyAsync();
            pair.B = pair.Launch("b", SecondUser);
            await WhenStandbyAsync(pair.B);
            (pair.ApiOfA, pair.ApiOfB) = (pair.A.Api(), pair.B.Api());
            await pair.ApiOfA.PutVpcAsync(Vpc);
            pair.Agent = AgentProcess.Start(
                pair._folder.Combine("agent"), [pair.A.GatewayUrl, pair.B.GatewayUrl], "worker", await pair.ApiOfA.TokenAsync(Vpc));
            await pair.ApiOfA.HealthyAgentAsync(Vpc);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo on this database; one of the same name goes on with its folder.</summary>
    public SiloProcess Launch(string name, string user, FreePorts? ports = null) => SiloProcess.Launch(
        _folder.Combine(name),
        ports,
        "--Keeper:LocalAgent:Enabled=false",
        "--Keeper:Storage:Provider=PostgreSql",
        $"--Keeper:Storage:ConnectionString={_database.Replace("Username=keeper", $"Username={user}", StringComparison.Ordinal)}");

    /// <summary>Until a silo says of itself that it stands by, and for whom.</summary>
    public static Task WhenStandbyAsync(SiloProcess silo) => Eventually.GetAsync(
        async () => await HealthAsync(silo) is var health && (string?)health["status"] == "standby" && health["active"] is not null ? silo : null, $"a stand-by at {silo.OperatorUrl}");

    public static async Task<JsonNode> HealthAsync(SiloProcess silo)
    {
        using var http = new HttpClient { Timeout = Deadline.Default };
        using var response = await http.GetAsync(silo.OperatorUrl + "/healthz");
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Runs the command line with both addresses, in this order.</summary>
    public Task<ProcessResult> CliAsync(SiloProcess first, SiloProcess second, params string[] arguments) => ChildProcess.RunAsync(
        Executables.Cli,
        [.. arguments, "--url", first.OperatorUrl, "--url", second.OperatorUrl, "--key", File.ReadAllText(A.KeyFile)]);

    /// <summary>A probe of the target at a path of its own.</summary>
    public JsonObject Probe(string path) => new()
    {
        ["vpc"] = Vpc,
        ["kind"] = "http",
        ["arguments"] = new JsonObject { ["url"] = Target.Url + path },
        ["idempotencyKey"] = path,
    };

    public async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        ApiOfA?.Dispose();
        ApiOfB?.Dispose();
        foreach (var child in new[] { Agent?.Child, A?.Child, B?.Child })
        {
            if (child is not null)
                await child.DisposeAsync();
        }

        await Target.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}

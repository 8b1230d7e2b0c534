using System.Globalization;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;
using Npgsql;

namespace Keeper.Process.Tests.Cluster;

/// <summary>A database, the silos of the Orleans form that a test starts on it, agents that know them all, and a target to probe.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    public const string Vpc = "far";

    private readonly TemporaryFolder _folder = new();
    private readonly PostgreSqlProcess _server;
    private readonly List<IAsyncDisposable> _started = [];
    private int _databases;

    private SiloCluster(PostgreSqlProcess server, ProbeTarget target) => (_server, Target) = (server, target);

    public ProbeTarget Target { get; }

    /// <summary>How the silos reach the database.</summary>
    public string Database { get; private set; } = "";

    /// <summary>A database and a target, and no silo yet.</summary>
    public static async Task<SiloCluster> CreateAsync()
    {
        var cluster = new SiloCluster(await PostgreSqlProcess.CreateAsync(), await ProbeTarget.StartAsync());
        try
        {
            cluster.Database = await cluster._server.NewDatabaseAsync();
            cluster._databases++;
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Two silos, a VPC, and an agent for each name.</summary>
    public static async Task<(SiloCluster Cluster, SiloProcess A, SiloProcess B)> StartAsync(params string[] agents)
    {
        var cluster = await CreateAsync();
        try
        {
            await cluster.AddTablesAsync();
            var a = await cluster.StartSiloAsync("a");
            var b = await cluster.StartSiloAsync("b");
            using var api = a.Api();
            await api.PutVpcAsync(Vpc);
            foreach (var agent in agents)
            {
                cluster.StartAgent(agent, [a, b], await api.TokenAsync(Vpc));
                await AgentIdAsync(api, agent);
            }

            return (cluster, a, b);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs Orleans' scripts, as docs/orleans.md says.</summary>
    public Task AddTablesAsync() => OrleansScripts.ApplyAsync(_server, string.Create(CultureInfo.InvariantCulture, $"test_{_databases}"));

    /// <summary>Starts a silo and waits until it takes work; one of the same name goes on with its folder.</summary>
    public async Task<SiloProcess> StartSiloAsync(string name, FreePorts? ports = null)
    {
        var silo = LaunchSilo(name, ports);
        await silo.WhenReadyAsync(TimeSpan.FromSeconds(60));
        return silo;
    }

    /// <summary>The same without waiting.</summary>
    public SiloProcess LaunchSilo(string name, FreePorts? ports = null)
    {
        var silo = SiloProcess.Launch(
            Executables.ClusterSilo, _folder.Combine(name), ports,
            [
                "--Keeper:LocalAgent:Enabled=false", .. OnDatabase(),
                $"--Keeper:Orleans:Port={LoopbackPort.Free().ToString(CultureInfo.InvariantCulture)}",
            ]);
        _started.Add(silo);
        return silo;
    }

    /// <summary>Starts a silo of the embedded form on the same database or, with other settings, beside it.</summary>
    public async Task<SiloProcess> StartEmbeddedAsync(string name, FreePorts? ports = null, params string[] settings)
    {
        var silo = SiloProcess.Launch(_folder.Combine(name), ports, ["--Keeper:LocalAgent:Enabled=false", .. settings]);
        _started.Add(silo);
        await silo.WhenReadyAsync();
        return silo;
    }

    /// <summary>The settings that put a silo on this database.</summary>
    public string[] OnDatabase() => ["--Keeper:Storage:Provider=PostgreSql", $"--Keeper:Storage:ConnectionString={Database}"];

    public string Folder(string name) => _folder.Combine(name);

    /// <summary>Starts an agent; without a token it goes by what its folder holds.</summary>
    public AgentProcess StartAgent(string name, IEnumerable<SiloProcess> silos, string? token = null)
    {
        var agent = AgentProcess.Start(_folder.Combine($"agent-{name}"), silos.Select(s => s.GatewayUrl), name, token);
        _started.Add(agent);
        return agent;
    }

    /// <summary>The id of the agent of that name, once it is healthy.</summary>
    public static async Task<string> AgentIdAsync(OperatorApi api, string name)
    {
        var agent = await Eventually.GetAsync(
            async () => (await api.GetAsync($"agents?vpc={Vpc}"))["items"]!.AsArray()
                .FirstOrDefault(a => (string)a!["name"]! == name && (string)a["health"]! == "Healthy"),
            $"agent {name}");
        return (string)agent!["id"]!;
    }

    /// <summary>A probe of the target at a path of its own.</summary>
    public JsonObject Probe(string path, string? agentId = null, string vpc = Vpc) => new()
    {
        ["vpc"] = vpc,
        ["agentId"] = agentId,
        ["kind"] = "http",
        ["arguments"] = new JsonObject { ["url"] = Target.Url + path },
    };

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(_started))
            await program.DisposeAsync();
        await Target.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}

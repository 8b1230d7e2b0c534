using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Cluster;

/// <summary>A deployment of the embedded form moves to a cluster with its data, as docs/orleans.md tells a new user to do it.</summary>
public sealed class MoveTests
{
    private const int Before = 20;

    [ClusterFact]
    public async Task Move_FromPostgreSql_KeepsEverythingAndTheAgentsGoOn()
    {
        await using var cluster = await SiloCluster.CreateAsync();
        var embedded = await cluster.StartEmbeddedAsync("old", ports: null, cluster.OnDatabase());
        var evidence = await WorkAsync(cluster, embedded);

        await StopAsync(embedded);
        await cluster.AddTablesAsync();

        await AssertMovedAsync(cluster, embedded.Ports, evidence);
    }

    [ClusterFact]
    public async Task Move_FromSqlite_KeepsEverythingAndTheAgentsGoOn()
    {
        await using var cluster = await SiloCluster.CreateAsync();
        var embedded = await cluster.StartEmbeddedAsync("old");
        var evidence = await WorkAsync(cluster, embedded);
        var file = cluster.Folder("keeper.backup");

        await SucceedAsync(embedded, "backup", file);
        await StopAsync(embedded);
        await SucceedAsync(embedded, ["restore", file, .. cluster.OnDatabase().SelectMany(setting => new[] { "--set", setting[2..] })]);
        await cluster.AddTablesAsync();

        await AssertMovedAsync(cluster, embedded.Ports, evidence);
    }

    [ClusterFact]
    public async Task Move_EmbeddedSiloStillRuns_IsRefusedAndNamesIt()
    {
        await using var cluster = await SiloCluster.CreateAsync();
        var embedded = await cluster.StartEmbeddedAsync("old", ports: null, cluster.OnDatabase());
        await cluster.AddTablesAsync();

        var silo = cluster.LaunchSilo("new");

        Assert.NotEqual(0, await silo.Child.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains($"in use by the silo at {embedded.OperatorUrl}", silo.Child.Output, StringComparison.Ordinal);
    }

    /// <summary>An agent, ended tasks, and what the platform tells of them.</summary>
    private static async Task<(string Tasks, string Audit, string Key)> WorkAsync(SiloCluster cluster, SiloProcess silo)
    {
        using var api = silo.Api();
        await api.PutVpcAsync(SiloCluster.Vpc);
        cluster.StartAgent("one", [silo], await api.TokenAsync(SiloCluster.Vpc));
        await SiloCluster.AgentIdAsync(api, "one");
        foreach (var id in await api.SubmitBatchAsync(Enumerable.Range(0, Before).Select(n => cluster.Probe($"/before-{n}"))))
            await api.EndOfAsync(id);
        return (await TasksAsync(api), await AuditAsync(api), await File.ReadAllTextAsync(silo.KeyFile));
    }

    private static async Task AssertMovedAsync(SiloCluster cluster, FreePorts ports, (string Tasks, string Audit, string Key) evidence)
    {
        var a = await cluster.StartSiloAsync("old", ports); // its folder and its addresses
        var b = await cluster.StartSiloAsync("new");
        using var apiOfA = new OperatorApi(a.OperatorUrl, evidence.Key);
        using var apiOfB = new OperatorApi(b.OperatorUrl, evidence.Key);

        Assert.Equal(evidence.Tasks, await TasksAsync(apiOfA));
        Assert.Equal(evidence.Tasks, await TasksAsync(apiOfB));
        Assert.EndsWith(evidence.Audit, await AuditAsync(apiOfB), StringComparison.Ordinal);
        await SiloCluster.AgentIdAsync(apiOfB, "one");
        foreach (var api in new[] { apiOfA, apiOfB })
        {
            var task = await api.EndOfAsync((string)(await api.PostAsync("tasks", cluster.Probe("/after")))["id"]!);
            Assert.Equal("SUCCEEDED", (string?)task["state"]);
            Assert.Empty(TimelineChecker.Faults(task));
        }

        using var ownKey = b.Api();
        Assert.NotNull((await ownKey.GetAsync("vpcs"))["items"]);
    }

    private static async Task<string> TasksAsync(OperatorApi api) => string.Join('\n', (await api.TasksAsync(SiloCluster.Vpc))
        .Where(t => ((string)t["arguments"]!["url"]!).Contains("/before-", StringComparison.Ordinal))
        .OrderBy(t => (string)t["id"]!, StringComparer.Ordinal).Select(t => t.ToJsonString()));

    private static async Task<string> AuditAsync(OperatorApi api) =>
        string.Join('\n', (await api.GetAsync("audit?limit=500"))["items"]!.AsArray().Select(entry => entry!.ToJsonString()));

    private static async Task StopAsync(SiloProcess silo)
    {
        silo.Child.Send(Signals.Terminate);
        Assert.Equal(0, await silo.Child.WaitForExitAsync(TimeSpan.FromSeconds(60)));
    }

    private static async Task SucceedAsync(SiloProcess silo, params string[] arguments)
    {
        var run = await silo.CliAsync(arguments);
        Assert.True(run.ExitCode == 0, run.Output);
    }
}

using System.Diagnostics;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;
using Xunit.Abstractions;

namespace Keeper.Process.Tests.Cluster;

/// <summary>Who asks is connected to one silo, who answers lives on the other.</summary>
public sealed class AcrossSilosTests(ITestOutputHelper output)
{
    /// <summary>Less than any time after which a waiting request looks again by itself (5 s): an answer this soon was sent for.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(4);

    [ClusterFact]
    public async Task Poll_AgentsGrainIsOnAnotherSilo_IsWokenForEveryTask()
    {
        var (cluster, a, b) = await SiloCluster.StartAsync();
        await using var disposing = cluster;
        using var api = a.Api();
        await MoveAgentAsync(cluster, api, a, b);
        var times = new List<TimeSpan>();

        for (var n = 0; n < 10; n++)
        {
            var started = Stopwatch.GetTimestamp();
            var id = (string)(await api.PostAsync("tasks", cluster.Probe($"/{n}")))["id"]!;
            Assert.Equal("SUCCEEDED", (string?)(await api.EndOfAsync(id))["state"]);
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        output.WriteLine($"submitted at one silo, polled at the other: median {times.Order().ElementAt(5).TotalMilliseconds:0} ms, worst {times.Max().TotalMilliseconds:0} ms");
        Assert.True(times.Order().ElementAt(5) < Prompt, $"median {times.Order().ElementAt(5)}");
    }

    [ClusterFact]
    public async Task Wait_TasksGrainIsOnAnotherSilo_IsToldOfTheEnd()
    {
        var (cluster, a, b) = await SiloCluster.StartAsync("one");
        await using var disposing = cluster;
        using var apiOfA = a.Api();
        using var apiOfB = b.Api();
        cluster.Target.HoldAfter(0);
        var id = (string)(await apiOfA.PostAsync("tasks", cluster.Probe("/held")))["id"]!;
        await cluster.Target.WhenArrivedAsync(1);
        var waits = new[] { apiOfA, apiOfB }.Select(api => api.GetAsync($"tasks/{id}?waitSeconds=20")).ToList();
        var soon = Task.WhenAny(waits);
        Assert.NotEqual(soon, await Task.WhenAny(soon, apiOfA.GetAsync($"tasks/{id}")));

        var released = Stopwatch.GetTimestamp();
        cluster.Target.Release();

        Assert.All(await Task.WhenAll(waits), task => Assert.Equal("SUCCEEDED", (string?)task["state"]));
        var took = Stopwatch.GetElapsedTime(released);
        output.WriteLine($"both silos told the end of a task after {took.TotalMilliseconds:0} ms");
        Assert.True(took < Prompt, $"{took}");
    }

    [ClusterFact]
    public async Task Keys_OfEachDataFolder_AreValidAtEverySilo()
    {
        var (cluster, a, b) = await SiloCluster.StartAsync();
        await using var disposing = cluster;

        foreach (var (url, key) in new[] { (a.OperatorUrl, b.KeyFile), (b.OperatorUrl, a.KeyFile) })
        {
            using var api = new OperatorApi(url, await File.ReadAllTextAsync(key));
            Assert.NotNull((await api.GetAsync("vpcs"))["items"]);
        }

        Assert.NotEqual(await File.ReadAllTextAsync(a.KeyFile), await File.ReadAllTextAsync(b.KeyFile));
    }

    /// <summary>An agent that enrolled at one silo, where its grain stays, and polls at the other from now on.</summary>
    private static async Task MoveAgentAsync(SiloCluster cluster, OperatorApi api, SiloProcess first, SiloProcess then)
    {
        var agent = cluster.StartAgent("one", [first], await api.TokenAsync(SiloCluster.Vpc));
        await SiloCluster.AgentIdAsync(api, "one");
        agent.Child.Send(Signals.Terminate);
        await agent.Child.WaitForExitAsync();
        cluster.StartAgent("one", [then]);
        var id = (string)(await api.PostAsync("tasks", cluster.Probe("/moved")))["id"]!;
        await api.EndOfAsync(id);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Probes;

/// <summary>One agent with as many probes at once as it takes, and more waiting for it.</summary>
public sealed class ThousandProbesTests
{
    private const int Capacity = 1000;
    private const int Tasks = 1200;
    private const int FirstReleased = 300;

    /// <summary>The pool of a large machine and the runtime's own; nowhere near one for each probe.</summary>
    private const int MostThreads = 100;

    [Fact]
    public async Task Agent_WithMoreThanAThousandSlowProbes_TakesItsCapacityWithoutAThreadEach()
    {
        await using var target = new HoldingTarget();
        await using var home = await LoneSilo.StartAsync();
        using var folder = new TemporaryFolder();
        await home.Api.PutVpcAsync("far");
        await using var agent = ChildProcess.Start(
            Executables.Agent,
            [
                "--gateway", home.Silo.GatewayUrl, "--token", await home.Api.TokenAsync("far"), "--name", "worker",
                "--data", folder.Combine("agent"), "--capacity", Capacity.ToString(CultureInfo.InvariantCulture),
            ],
            workingDirectory: Path.GetTempPath());
        await home.Api.HealthyAgentAsync("far");

        foreach (var batch in Enumerable.Range(0, Tasks).Select(i => Probe(target, i)).Chunk(400))
            await home.Api.SubmitBatchAsync(batch);
        await target.WhenArrivedAsync(Capacity);
        var threads = ThreadsOf(agent);
        target.Release(FirstReleased);
        await target.WhenArrivedAsync(Tasks);
        target.ReleaseAll();
        var ended = await Eventually.GetAsync(
            async () => await home.Api.TasksAsync("far") is var all && all.TrueForAll(t => TimelineChecker.IsTerminal((string)t["state"]!)) ? all : null,
            "the end of all tasks");

        Assert.Equal(Capacity, target.Waiting.Max());
        Assert.InRange(threads, 1, MostThreads);
        Assert.Equal(Tasks, ended.Count(t => (string)t["state"]! == "SUCCEEDED"));
        Assert.Equal(Tasks, target.Waiting.Count);
    }

    private static JsonObject Probe(HoldingTarget target, int number) => new()
    {
        ["vpc"] = "far",
        ["runTimeoutSeconds"] = 120,
        ["kind"] = number % 2 == 0 ? "http" : "port",
        ["arguments"] = number % 2 == 0
            ? new JsonObject { ["url"] = $"http://127.0.0.1:{target.Port}/{number}" }
            : new JsonObject { ["host"] = "127.0.0.1", ["port"] = target.Port, ["timeoutMs"] = 120_000, ["expect"] = "200 OK" },
    };

    private static int ThreadsOf(ChildProcess process)
    {
        using var agent = System.Diagnostics.Process.GetProcessById(process.Id);
        return agent.Threads.Count;
    }
}

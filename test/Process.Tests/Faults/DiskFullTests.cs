using System.Net;
using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;

namespace Keeper.Process.Tests.Faults;

/// <summary>A disk without room: what cannot be kept is refused and said so, nothing breaks, and room alone mends it.</summary>
public sealed class DiskFullTests
{
    private const int Few = 40;

    [SmallDiskFact]
    public async Task SiloDisk_Full_RefusesSaysSoAndRecovers()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 12);
        await using var fleet = await Fleet.StartAsync(siloData: disk.Data);
        var accepted = await fleet.SubmitAsync(0, Few);

        disk.Fill();
        var refusal = await RefusalAsync(fleet, accepted);

        Assert.True(refusal.StatusCode == HttpStatusCode.ServiceUnavailable, $"{refusal.Message}\n{fleet.Silo.Child.Output}");
        Assert.Contains("full", refusal.Message, StringComparison.OrdinalIgnoreCase);
        using var health = await fleet.Api.Http.GetAsync("/healthz");
        var said = JsonNode.Parse(await health.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("degraded", (string?)said["status"]);
        Assert.Contains("full", said["reasons"]!.ToJsonString(), StringComparison.OrdinalIgnoreCase);

        disk.MakeRoom();
        await fleet.Silo.WhenReadyAsync();
        accepted.AddRange(await fleet.SubmitAsync(100_000, Few));
        var evidence = await fleet.StopAndReadAsync(accepted.Distinct(StringComparer.Ordinal).ToList());
        Assert.Empty(InvariantChecker.Faults(evidence));
    }

    [SmallDiskFact]
    public async Task AgentDisk_Full_FailsClearlyTakesNoMoreWorkAndRecovers()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 4);
        await using var fleet = await Fleet.StartAsync(firstAgentData: disk.Data);
        var only = (string)(await fleet.Api.GetAsync("agents?vpc=left"))["items"]!.AsArray().Single(a => (string)a!["name"]! == "left-1")!["id"]!;

        disk.Fill();
        var failed = await RunUntilAsync(fleet, only, task => (string)task["state"]! == "FAILED");

        Assert.Equal("ExecutorFailed", (string?)failed["result"]!["outcome"]);
        Assert.Contains("cannot write its journal", (string?)failed["result"]!["message"], StringComparison.Ordinal);

        var ill = await WithHealthAsync(fleet, only, "Degraded");
        Assert.Contains("No space left", (string?)ill["healthReason"], StringComparison.Ordinal);
        var waiting = await SubmitAsync(fleet, only, 100_001);

        disk.MakeRoom();
        Assert.Equal("SUCCEEDED", (string?)(await fleet.Api.EndOfAsync(waiting))["state"]);
        await WithHealthAsync(fleet, only, "Healthy");
        var succeeded = await RunUntilAsync(fleet, only, task => (string)task["state"]! == "SUCCEEDED");
        Assert.Empty(TimelineChecker.Faults(succeeded));

        // What it wrote after the fault is read after a kill.
        await fleet.Agents[0].KillAsync();
        fleet.Agents[0].Start();
        await fleet.Agents[0].Process.Child.WaitForLineAsync("Connected to");
        Assert.DoesNotContain("damaged", fleet.Agents[0].Log, StringComparison.Ordinal);
        Assert.Contains(AgentDisk.Read(disk.Data).Begun, begun => begun.TaskId == (string)succeeded["id"]!);
    }

    /// <summary>Small writes may still find room in a page that is there; so many do not.</summary>
    private static async Task<HttpRequestException> RefusalAsync(Fleet fleet, List<string> accepted)
    {
        for (var first = 1_000; first < 20_000; first += 20)
        {
            try
            {
                accepted.AddRange(await fleet.Api.SubmitBatchAsync(Enumerable.Range(first, 20).Select(fleet.Probe)));
            }
            catch (HttpRequestException e)
            {
                return e;
            }
        }

        throw new InvalidOperationException("A full disk took a thousand writes.");
    }

    private static Task<JsonNode> RunUntilAsync(Fleet fleet, string agentId, Func<JsonNode, bool> isIt)
    {
        var number = 1;
        return Eventually.GetAsync(
            async () =>
            {
                var task = await fleet.Api.EndOfAsync(await SubmitAsync(fleet, agentId, number++));
                return isIt(task) ? task : null;
            },
            "a task to end as expected",
            TimeSpan.FromSeconds(90));
    }

    private static async Task<string> SubmitAsync(Fleet fleet, string agentId, int number)
    {
        var probe = fleet.Probe(2 * number);
        probe["agentId"] = agentId;
        probe["idempotencyKey"] = null;
        return (string)(await fleet.Api.PostAsync("tasks", probe))["id"]!;
    }

    private static Task<JsonNode> WithHealthAsync(Fleet fleet, string agentId, string health) => Eventually.GetAsync(
        async () => await fleet.Api.GetAsync($"agents/{agentId}") is { } agent && (string?)agent["health"] == health ? agent : null,
        $"the agent to be {health}",
        TimeSpan.FromSeconds(30));
}

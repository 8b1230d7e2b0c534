using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;

namespace Keeper.Process.Tests.Tasks;

/// <summary>The main job (A1, A2, A5, A7): token, agent in another process, probe, result.</summary>
public sealed class EndToEndTests : IAsyncLifetime
{
    private Installation _keeper = null!;

    public async Task InitializeAsync() => _keeper = await Installation.StartAsync();

    [Fact]
    public async Task Submit_PortProbe_SucceedsThroughTheAgent()
    {
        var target = new Uri(_keeper.Target.Url);

        var task = await RunAsync("port", new JsonObject { ["host"] = target.Host, ["port"] = target.Port, ["protocol"] = "tcp" });

        AssertSucceeded(task);
    }

    [Fact]
    public async Task Submit_HttpProbe_ReachesTheTargetOnceAndTellsPhases()
    {
        var task = await RunAsync("http", new JsonObject { ["url"] = _keeper.Target.Url + "/once", ["expectBody"] = "ok" });

        AssertSucceeded(task);
        Assert.Equal(1, _keeper.Target.Hits["/once"]);
        Assert.NotNull(task["result"]!["phases"]!["connect"]);
        Assert.NotEmpty(task["result"]!["assertions"]!.AsArray());
    }

    [Fact]
    public async Task Submit_DomainProbe_SucceedsThroughTheAgent() =>
        AssertSucceeded(await RunAsync("domain", new JsonObject { ["name"] = "localhost" }));

    [Fact]
    public async Task Submit_TargetDoesNotAnswer_FailsWithTheReason()
    {
        var closed = FreePorts.Take().Operator;

        var task = await RunAsync("port", new JsonObject { ["host"] = "127.0.0.1", ["port"] = closed, ["protocol"] = "tcp" });

        Assert.Empty(TimelineChecker.Faults(task));
        Assert.Equal(("FAILED", "TargetFailed"), ((string?)task["state"], (string?)task["result"]!["outcome"]));
        Assert.Contains("refused", (string?)task["result"]!["message"], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task CommandLine_ShowOfATask_TellsItsResult()
    {
        var task = await RunAsync("http", new JsonObject { ["url"] = _keeper.Target.Url + "/shown" });

        var shown = await _keeper.Silo.CliAsync("task", "show", (string)task["id"]!, "--json");

        Assert.Equal(0, shown.ExitCode);
        var json = JsonNode.Parse(shown.Output)!;
        Assert.Equal(("SUCCEEDED", "Success"), ((string?)json["state"], (string?)json["result"]!["outcome"]));
    }

    [Fact]
    public async Task Terminate_Agent_IsOfflineWithTheReason()
    {
        _keeper.Agent.Child.Send(Testing.Signals.Terminate);
        Assert.Equal(0, await _keeper.Agent.Child.WaitForExitAsync());

        var agent = await Eventually.GetAsync(
            async () => (await _keeper.Api.GetAsync($"agents?vpc={Installation.Vpc}"))["items"]!.AsArray()
                .FirstOrDefault(a => (string?)a!["health"] == "Offline"),
            "the agent to be offline",
            TimeSpan.FromSeconds(5));

        Assert.Contains("shut", (string?)agent["healthReason"], StringComparison.OrdinalIgnoreCase);
    }

    public async Task DisposeAsync() => await _keeper.DisposeAsync();

    private async Task<JsonNode> RunAsync(string kind, JsonObject arguments) =>
        await _keeper.Api.EndOfAsync(await _keeper.Api.SubmitAsync(Installation.Vpc, kind, arguments));

    private static void AssertSucceeded(JsonNode task)
    {
        Assert.Empty(TimelineChecker.Faults(task));
        Assert.Equal(("SUCCEEDED", "Success", 1), ((string?)task["state"], (string?)task["result"]!["outcome"], (int)task["attempt"]!));
    }
}

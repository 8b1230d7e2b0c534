using System.Text.Json.Nodes;
using Keeper.Process.Tests.Harness;
using Keeper.Testing;

namespace Keeper.Process.Tests.Plugins;

/// <summary>The sample plug-in in JavaScript, run by the agent's executable: dropped into its data folder, announced after its next start (A6).</summary>
public sealed class SamplePluginTests : IAsyncLifetime
{
    private Installation _keeper = null!;
    private string _backups = "";

    public async Task InitializeAsync()
    {
        _keeper = await Installation.StartAsync();
        _backups = Directory.CreateDirectory(Path.Combine(_keeper.AgentData, "backups")).FullName;
        await _keeper.KillAgentAsync();
        await SamplePlugins.CopyToAsync(Path.Combine(_keeper.AgentData, "plugins"));
        _keeper.StartAgent();
        await Eventually.GetAsync(
            async () => (await _keeper.Api.GetAsync($"agents?vpc={Installation.Vpc}"))["items"]![0]!["executors"]!.AsArray()
                .FirstOrDefault(e => (string)e!["kind"]! == "backup-age"),
            "the agent to announce its plug-in");
    }

    [NodeFact]
    public async Task Submit_YoungBackup_SucceedsWithItsFigures()
    {
        await File.WriteAllTextAsync(Path.Combine(_backups, "db.dump"), "twelve bytes");

        var task = await RunAsync(new JsonObject { ["folder"] = _backups, ["maxAgeHours"] = 24, ["suffixes"] = new JsonArray(".dump") });

        Assert.Empty(TimelineChecker.Faults(task));
        Assert.Equal(("SUCCEEDED", "db.dump"), ((string?)task["state"], (string?)task["result"]!["output"]));
        Assert.Equal(12, (double?)task["result"]!["values"]!["bytes"]);
        Assert.Equal(2, task["result"]!["assertions"]!.AsArray().Count);
    }

    [NodeFact]
    public async Task Submit_OldBackup_FailsSayingHowOld()
    {
        await File.WriteAllTextAsync(Path.Combine(_backups, "db.dump"), "old");
        File.SetLastWriteTimeUtc(Path.Combine(_backups, "db.dump"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var task = await RunAsync(new JsonObject { ["folder"] = _backups, ["maxAgeHours"] = 24 });

        Assert.Equal(("FAILED", "TargetFailed"), ((string?)task["state"], (string?)task["result"]!["outcome"]));
        Assert.StartsWith("expected: the newest backup is at most 24 h old; found: ", (string?)task["result"]!["message"], StringComparison.Ordinal);
    }

    [NodeFact]
    public async Task Submit_FolderThatIsNotThere_FailsWithTheReason()
    {
        var task = await RunAsync(new JsonObject { ["folder"] = "/no/such/folder", ["maxAgeHours"] = 1 });

        Assert.Equal("TargetFailed", (string?)task["result"]!["outcome"]);
        Assert.Contains("ENOENT", (string?)task["result"]!["message"], StringComparison.Ordinal);
    }

    public async Task DisposeAsync() => await _keeper.DisposeAsync();

    private async Task<JsonNode> RunAsync(JsonObject arguments) =>
        await _keeper.Api.EndOfAsync(await _keeper.Api.SubmitAsync(Installation.Vpc, "backup-age", arguments));
}

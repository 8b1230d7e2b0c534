using System.Text.Json;
using Keeper.Client.Tasks;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Agents;

/// <summary>The built-in agent lives in the silo's process: what it opened and closed of the silo's files would undo the locks on them.</summary>
public sealed class OwnFilesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Submit_ProbeOfTheSilosOwnFiles_IsDeniedWithOrWithoutOtherLimits(bool configured)
    {
        using var folder = new TemporaryFolder();
        var config = folder.Combine("agent.json");
        await File.WriteAllTextAsync(config, """{"limits":{"folders":[{"name":"all","allow":["/"]}]}}""");
        await using var host = await KeeperHost.StartAsync(new ServerOptions
        {
            LocalAgent = true,
            Settings = configured ? new Dictionary<string, string> { ["Keeper:LocalAgent:Config"] = config } : [],
        });

        var key = await EndAsync(host, "log", new { path = Path.Combine(host.DataPath, "admin.key"), pattern = "." });
        var database = await EndAsync(host, "database", new { engine = "sqlite", database = Path.Combine(host.DataPath, "keeper.db") });
        var disk = await EndAsync(host, "metrics", new { disks = new[] { host.DataPath } });

        Assert.All([key, database], t => Assert.Equal((TaskState.Failed, Outcome.Denied), (t.State, t.ReadResult()!.Outcome)));
        Assert.Contains("is in the data folder of the silo that this agent is part of", key.ReadResult()!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Key, JsonSerializer.Serialize(key), StringComparison.Ordinal);
        Assert.Equal(Outcome.Success, disk.ReadResult()!.Outcome);
    }

    private static async Task<TaskDocument> EndAsync(KeeperHost host, string kind, object arguments) => await host.Client.EndAsync(
        await host.Client.SubmitAsync(new TaskRequest { Vpc = "local", Kind = kind, Arguments = RawJson.From(JsonSerializer.SerializeToElement(arguments)) }));
}

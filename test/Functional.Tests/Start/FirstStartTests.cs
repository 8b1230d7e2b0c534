using Keeper.Functional.Tests.Hosting;

namespace Keeper.Functional.Tests.Start;

public sealed class FirstStartTests
{
    [Fact]
    public async Task FirstStart_OnAnEmptyFolder_WritesTheKeyAndNothingElseForItsOwnerAlone()
    {
        await using var host = await KeeperHost.StartAsync();

        var path = Path.Combine(host.DataPath, "admin.key");
        Assert.Matches(@"^kk\.[A-Za-z0-9_-]{43}$", await File.ReadAllTextAsync(path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task FirstStart_OnAnEmptyFolder_MakesTheVpcLocalWithAHealthyAgent()
    {
        await using var host = await KeeperHost.StartAsync(new ServerOptions { LocalAgent = true });

        var agent = await host.LocalAgentAsync();

        Assert.Contains("local", (await host.Client.GetVpcPageAsync()).Items.Select(v => v.Name));
        Assert.Contains("port", agent.Executors.Select(e => e.Kind));
    }

    [Fact]
    public async Task SecondStart_OnTheSameFolder_KeepsKeyAgentAndTasks()
    {
        await using var state = await ServerState.CreateAsync();
        var options = new ServerOptions { LocalAgent = true, State = state };
        string key, agentId, taskId;
        await using (var first = await KeeperHost.StartAsync(options))
        {
            agentId = (await first.LocalAgentAsync()).Id;
            (key, taskId) = (first.Key, await first.Client.SubmitAsync(Submit.Port(vpc: "local")));
            await first.Client.EndAsync(taskId);
        }

        await using var second = await KeeperHost.StartAsync(options);

        Assert.Equal(key, second.Key);
        Assert.True((await second.Client.GetTaskAsync(taskId)).FinishedAt is not null);
        Assert.Equal(agentId, (await second.LocalAgentAsync()).Id);
        Assert.Single((await second.Client.GetAgentPageAsync("local")).Items);
    }

    [Fact]
    public async Task Start_WithoutTheBuiltInAgent_HasNone()
    {
        await using var host = await KeeperHost.StartAsync();

        Assert.Empty((await host.Client.GetAgentPageAsync("local")).Items);
    }
}

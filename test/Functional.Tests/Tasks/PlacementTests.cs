using Keeper.Client;
using Keeper.Functional.Tests.Hosting;

namespace Keeper.Functional.Tests.Tasks;

/// <summary>Which task goes to which agent, and when.</summary>
public sealed class PlacementTests : IAsyncLifetime
{
    private KeeperHost _host = null!;

    public async Task InitializeAsync() => _host = await KeeperHost.StartAsync(new ServerOptions
    {
        // What runs when its agent leaves waits for the agent's lease to end.
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Keeper:Agents:HeartbeatSeconds"] = "1",
            ["Keeper:Agents:OfflineAfterSeconds"] = "2",
        },
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Submit_WhileTheVpcHasNoAgent_RunsWhenOneEnrols()
    {
        var id = await _host.Client.SubmitAsync();

        var agent = _host.Run("late", await _host.TokenAsync(), new HeldExecutors().Release());

        var task = await _host.Client.EndAsync(id);
        Assert.Equal((await _host.AgentAsync(KeeperHost.Vpc, agent.Name, _ => true)).Id, task.AgentId);
    }

    [Fact]
    public async Task Submit_HigherPriority_GoesFirst()
    {
        using var agent = await RawAgent.JoinAsync(_host);
        var low = await _host.Client.SubmitAsync(Submit.Port() with { Priority = -5 });
        var normal = await _host.Client.SubmitAsync();
        var high = await _host.Client.SubmitAsync(Submit.Port() with { Priority = 5 });

        var order = (await agent.PollAsync()).Instructions.Select(i => i.TaskId);

        Assert.Equal([high, normal, low], order);
    }

    [Fact]
    public async Task Submit_PinnedToAnAgent_GoesToThatOne()
    {
        using var first = await RawAgent.JoinAsync(_host, "first");
        using var second = await RawAgent.JoinAsync(_host, "second");

        var ids = await _host.Client.SubmitTasksAsync([.. Enumerable.Repeat(Submit.Port() with { AgentId = second.Id }, 5)]);

        Assert.Equal(ids, (await second.PollAsync()).Instructions.Select(i => i.TaskId));
        Assert.Empty((await first.PollAsync()).Instructions);
    }

    [Fact]
    public async Task Submit_PinnedToAnAgentOfAnotherVpc_IsRefused()
    {
        await _host.Client.PutVpcAsync("vpc-b", new());
        var stranger = (await _host.Client.CreateAgentAsync("vpc-b", "stranger")).Id;

        var refused = await Assert.ThrowsAsync<KeeperApiException>(() => _host.Client.SubmitAsync(Submit.Port() with { AgentId = stranger }));

        Assert.Equal(["agentId"], refused.Faults.Keys);
    }

    [Fact]
    public async Task Submit_TwoAgentsOfOneVpc_ShareTheWork()
    {
        using var first = await RawAgent.JoinAsync(_host, "first");
        using var second = await RawAgent.JoinAsync(_host, "second");

        await _host.Client.SubmitTasksAsync([.. Enumerable.Repeat(Submit.Port(), 20)]);

        Assert.Equal((10, 10), ((await first.PollAsync()).Instructions.Count, (await second.PollAsync()).Instructions.Count));
    }

    [Fact]
    public async Task Submit_AgentOfAnotherVpc_GetsNothing()
    {
        await _host.Client.PutVpcAsync("vpc-b", new());
        using var stranger = await RawAgent.JoinAsync(_host, vpc: "vpc-b");

        await _host.Client.SubmitAsync();

        Assert.Empty((await stranger.PollAsync()).Instructions);
    }

    [Fact]
    public async Task Bye_AgentWithAQueue_HandsItToTheOther()
    {
        using var leaving = await RawAgent.JoinAsync(_host, "leaving");
        var ids = await _host.Client.SubmitTasksAsync([.. Enumerable.Repeat(Submit.Port(), 5)]);
        var other = _host.Run("other", await _host.TokenAsync(), new HeldExecutors().Release());

        await leaving.ByeAsync();

        var ends = await Task.WhenAll(ids.Select(_host.Client.EndAsync));
        var otherId = (await _host.AgentAsync(KeeperHost.Vpc, other.Name, _ => true)).Id;
        Assert.All(ends, t => Assert.Equal(otherId, t.AgentId));
    }

    [Fact]
    public async Task Stop_RealAgentWithTasksRunning_HandsThemToTheOther()
    {
        var held = new HeldExecutors();
        var leaving = await _host.JoinAsync("leaving", executors: held);
        var id = await _host.Client.SubmitAsync();
        await held.Started.WhenCountAsync(1);
        await _host.JoinAsync("other", executors: new HeldExecutors().Release());

        await leaving.StopAsync();

        var task = await _host.Client.EndAsync(id);
        Assert.Equal("Succeeded", task.State.ToString());
        Assert.NotEqual(leaving.Id, task.AgentId);
    }
}

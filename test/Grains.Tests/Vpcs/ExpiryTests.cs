using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Vpcs;

public sealed class ExpiryTests
{
    [Fact]
    public async Task Expiry_WithoutAgents_SaysThatThereIsNone()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var id = await cluster.SubmitAsync(Sample.Port(expireAfterSeconds: 10));

        cluster.Clock.Advance(TimeSpan.FromSeconds(10));
        await cluster.VpcGrain().CheckDueAsync();

        var task = await cluster.ShowAsync(id);
        Assert.Equal((TaskState.Expired, "expired: the VPC has no agent"), (task.State, task.LastCause()));
    }

    [Fact]
    public async Task Expiry_WithAnAgentThatIsBusy_SaysSo()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync(Sample.Port(expireAfterSeconds: 10));

        await cluster.PassAsync(agent, TimeSpan.FromSeconds(10));

        var task = await cluster.ShowAsync(id);
        Assert.Equal((TaskState.Expired, "expired: agent one was busy"), (task.State, task.LastCause()));
    }

    [Fact]
    public async Task Expiry_WhileItsAgentIsOffline_SaysSo()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync(Sample.Port(agentId: agent.Id, expireAfterSeconds: 60));

        await cluster.PassAsync(agent, TimeSpan.FromSeconds(60));

        Assert.Equal("expired: agent one was offline", (await cluster.ShowAsync(id)).LastCause());
    }

    [Fact]
    public async Task Expiry_AfterARestartOfTheSilo_IsFoundByTheSweepersCall()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var id = await cluster.SubmitAsync(Sample.Port(expireAfterSeconds: 10));
        await cluster.RestartAsync();
        cluster.Clock.Advance(TimeSpan.FromSeconds(10));

        var owner = Assert.Single(await cluster.Database.Tasks.DueAsync(cluster.Clock.GetUtcNow(), 10));
        await cluster.VpcGrain(owner.Vpc).CheckDueAsync();

        Assert.Null(owner.AgentId);
        Assert.Equal(TaskState.Expired, (await cluster.ShowAsync(id)).State);
    }

    [Fact]
    public async Task CheckDue_OfARowWhoseHandBackWasLost_GivesItToAnAgent()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await cluster.RewriteAsync(id, r => r with { AgentId = null });
        cluster.Clock.Advance(TimeSpan.FromSeconds(6));

        await cluster.VpcGrain().CheckDueAsync();

        // The agent's own memory of the row is out of date, so its next write reads everything again.
        await agent.PollAsync();
        Assert.Equal(id, Assert.Single((await agent.PollAsync()).Instructions).TaskId);
    }
}

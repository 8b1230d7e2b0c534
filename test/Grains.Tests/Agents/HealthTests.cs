using Keeper.Grains.Agents;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Storage;

namespace Keeper.Grains.Tests.Agents;

public sealed class HealthTests
{
    private static async Task<(AgentHealth Health, string Reason)> HealthAsync(KeeperCluster cluster, string id)
    {
        var info = (await cluster.Agent(id).GetAsync())!;
        var row = (await cluster.Database.Agents.FindAsync(id))!;
        Assert.Equal(((int)info.Health, info.HealthReason), (row.Health, row.HealthReason));
        return (info.Health, info.HealthReason);
    }

    private static async Task<(TaskState State, int Attempt)> StateAsync(KeeperCluster cluster, string taskId)
    {
        var task = await cluster.ShowAsync(taskId);
        return (task.State, task.Attempt);
    }

    [Fact]
    public async Task Enrolled_ButNeverPolled_IsUnknown()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.EnrollAsync();

        Assert.Equal((AgentHealth.Unknown, "never connected"), await HealthAsync(cluster, agent.Id));
    }

    [Fact]
    public async Task Poll_NothingWrong_IsHealthy()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();

        Assert.Equal((AgentHealth.Healthy, ""), await HealthAsync(cluster, agent.Id));
    }

    [Fact]
    public async Task Poll_PluginsThatDidNotLoad_AreShownUntilAStartSaysOtherwise()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.EnrollAsync();
        agent.PluginFaults = [new AgentPluginFault("queue-depth", "kind: is required")];
        await agent.PollAsync();
        await agent.PollAsync();
        await cluster.RestartAsync();

        Assert.Equal(agent.PluginFaults, (await cluster.Agent(agent.Id).GetAsync())!.PluginFaults);

        agent.PluginFaults = null;
        agent.Restart();
        await agent.PollAsync();

        Assert.Empty((await cluster.Agent(agent.Id).GetAsync())!.PluginFaults);
    }

    [Fact]
    public async Task Silence_ForTooLong_IsOfflineAndTheNextPollHealthyAgain()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();

        await cluster.PassAsync(agent, TimeSpan.FromSeconds(14.9));
        Assert.Equal(AgentHealth.Healthy, (await HealthAsync(cluster, agent.Id)).Health);
        await cluster.PassAsync(agent, TimeSpan.FromSeconds(0.1));

        Assert.Equal(
            (AgentHealth.Offline, "network lost or process killed: silent for 15 s"), await HealthAsync(cluster, agent.Id));
        await agent.PollAsync();
        Assert.Equal(AgentHealth.Healthy, (await HealthAsync(cluster, agent.Id)).Health);
    }

    [Fact]
    public async Task Silence_BeforeARestartOfTheSilo_IsFoundAfterIt()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        await cluster.RestartAsync();

        await cluster.Agent(agent.Id).CheckDueAsync();
        Assert.Equal(AgentHealth.Healthy, (await HealthAsync(cluster, agent.Id)).Health);
        await cluster.PassAsync(agent, TimeSpan.FromSeconds(15));

        Assert.Equal(AgentHealth.Offline, (await HealthAsync(cluster, agent.Id)).Health);
    }

    [Fact]
    public async Task Silence_WhileTheStoreWasAway_CountsFromItsReturn()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var task = await cluster.SubmitAsync();
        await agent.PollAsync();

        cluster.Store.HealthNow = new StoreHealth(false, "away");
        await cluster.PassAsync(agent, TimeSpan.FromSeconds(40));
        cluster.Store.HealthNow = new StoreHealth(true) { Outages = 1 };
        await cluster.PassAsync(agent, TimeSpan.FromSeconds(1));
        await cluster.PassAsync(agent, TimeSpan.FromSeconds(13));

        Assert.Equal(AgentHealth.Healthy, (await HealthAsync(cluster, agent.Id)).Health);
        Assert.Equal((TaskState.Dispatching, 1), await StateAsync(cluster, task));

        await cluster.PassAsync(agent, TimeSpan.FromSeconds(2));
        Assert.Equal(AgentHealth.Offline, (await HealthAsync(cluster, agent.Id)).Health);
        Assert.Equal((TaskState.Created, 2), await StateAsync(cluster, task));
    }

    [Fact]
    public async Task ClockMoved_OnTheSilo_MakesNobodyOffline()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();

        cluster.Clock.ShiftWallClock(TimeSpan.FromHours(1));
        await cluster.Agent(agent.Id).CheckDueAsync();

        Assert.Equal(AgentHealth.Healthy, (await HealthAsync(cluster, agent.Id)).Health);
    }

    [Fact]
    public async Task Poll_WithASkewedClock_IsDegraded()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        agent.ClockSkew = TimeSpan.FromSeconds(-90);

        await agent.PollAsync();

        Assert.Equal((AgentHealth.Degraded, "its clock is 90 s behind"), await HealthAsync(cluster, agent.Id));
    }

    [Fact]
    public async Task Poll_WithoutRoomForLong_IsDegradedUntilThereIsRoom()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        for (var i = 0; i < 6; i++)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(10));
            await agent.PollAsync(0);
        }

        Assert.Contains("overloaded", (await HealthAsync(cluster, agent.Id)).Reason, StringComparison.Ordinal);
        await agent.PollAsync(1);
        Assert.Equal(AgentHealth.Healthy, (await HealthAsync(cluster, agent.Id)).Health);
    }

    [Fact]
    public async Task Poll_OfANewerInstallation_SupersedesTheOlder()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var original = await cluster.ConnectAsync();
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        var copy = original.Clone();

        Assert.Equal(AgentAccess.Granted, (await copy.PollAsync()).Access);
        Assert.Equal(AgentAccess.Superseded, (await original.PollAsync()).Access);
        Assert.Equal(AgentAccess.Superseded, (await original.ReportAsync()).Access);
        Assert.Equal(AgentAccess.Granted, (await copy.PollAsync()).Access);

        var health = await HealthAsync(cluster, original.Id);
        Assert.Equal(AgentHealth.Degraded, health.Health);
        Assert.Contains("copied disk", health.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_ForASupersededInstallation_HandsOutNothing()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var original = await cluster.ConnectAsync();
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await original.Clone().PollAsync();
        await cluster.SubmitAsync();

        Assert.Empty((await original.TakeAsync()).Instructions);
    }

    [Fact]
    public async Task LastSeen_OfAnIdleAgent_IsWrittenOnceAMinute()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var before = (await cluster.Database.Agents.FindAsync(agent.Id))!;
        for (var i = 0; i < 13; i++)
        {
            await cluster.PassAsync(agent, TimeSpan.FromSeconds(5));
            await agent.PollAsync();
        }

        var after = (await cluster.Database.Agents.FindAsync(agent.Id))!;
        Assert.Equal(before.Version + 1, after.Version);
        Assert.True(after.LastSeenAt > before.LastSeenAt);
    }
}

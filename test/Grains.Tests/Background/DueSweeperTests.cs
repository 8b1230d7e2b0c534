using Keeper.Grains.Agents;
using Keeper.Grains.Background;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Keeper.Grains.Tests.Background;

public sealed class DueSweeperTests
{
    private static DueSweeper Sweeper(KeeperCluster cluster) =>
        new(cluster.Store, cluster.Grains, cluster.Clock, NullLogger<DueSweeper>.Instance);

    [Fact]
    public async Task Start_AfterARestart_WakesAgentsThatWereAlive()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        await cluster.RestartAsync();
        using var sweeper = Sweeper(cluster);
        var armed = cluster.Clock.ArmedTimers; // By the grain runtime.

        await sweeper.StartAsync(CancellationToken.None);
        // The sweeper's own timer and the woken agent's.
        await cluster.Clock.WhenTimersArmedAsync(armed + 2).Within("the sweeper to wake the agent");
        cluster.Clock.Advance(TimeSpan.FromSeconds(15));
        await cluster.Agent(agent.Id).CheckDueAsync();

        Assert.Equal((int)AgentHealth.Offline, (await cluster.Database.Agents.FindAsync(agent.Id))!.Health);
        await sweeper.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Round_FailsOnce_GoesOnWithTheNext()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var id = await cluster.SubmitAsync(Sample.Port(expireAfterSeconds: 1));
        var watch = await TaskWatch.OnAsync(cluster, id);
        var failed = new Signal();
        cluster.Store.BeforeDue = () =>
        {
            cluster.Store.BeforeDue = null;
            failed.Raise();
            throw new Storage.StoreUnavailableException("gone for a moment");
        };
        using var sweeper = Sweeper(cluster);
        await sweeper.StartAsync(CancellationToken.None);
        await failed.WaitAsync("the failing round");

        for (var i = 0; i < 3; i++)
        {
            await cluster.Clock.WhenTimersArmedAsync(1);
            cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await watch.SeenAsync(t => t.State == TaskState.Expired, "the expiry");
        await sweeper.StopAsync(CancellationToken.None);
    }
}

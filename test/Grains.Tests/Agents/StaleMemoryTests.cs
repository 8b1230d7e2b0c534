using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Agents;

/// <summary>Another activation has leased a task that this one believes to wait: what the agent says of it is judged by the row.</summary>
public sealed class StaleMemoryTests
{
    [Fact]
    public async Task Report_OfALeaseThatThisActivationDoesNotKnow_IsAccepted()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await LeasedElsewhereAsync(cluster, agent);

        var answer = await agent.ReportAsync(Sample.Succeeded(id));

        Assert.Equal([new Attempt(id, 1)], answer.Accepted);
        Assert.Equal(TaskState.Succeeded, (await cluster.ShowAsync(id)).State);
    }

    [Fact]
    public async Task Poll_NamingALeaseThatThisActivationDoesNotKnow_IsNotToldToStop()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await LeasedElsewhereAsync(cluster, agent);

        var answer = await agent.PollAsync(10, [new Attempt(id, 1)]);

        Assert.Empty(answer.Cancelled);
        Assert.Empty(answer.Instructions);
    }

    private static async Task<string> LeasedElsewhereAsync(KeeperCluster cluster, TestAgent agent)
    {
        var id = await cluster.SubmitAsync();
        var at = cluster.Clock.GetUtcNow();
        await cluster.RewriteAsync(id, r => TaskTransitions.Lease(r, at, Timeline.Entry(TaskState.Dispatching, at, "leased elsewhere", agent.Id, 1)));
        return id;
    }
}

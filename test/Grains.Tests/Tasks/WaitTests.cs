using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Tasks;

public sealed class WaitTests
{
    [Fact]
    public async Task Subscribe_ThenResult_TellsTheObserver()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        var watch = await TaskWatch.OnAsync(cluster, id);

        await agent.PollAsync();
        await agent.ReportAsync(Sample.Succeeded(id));

        var task = await watch.SeenAsync(t => t.State.IsTerminal(), "the result");
        Assert.Equal(TaskState.Succeeded, task.State);
    }

    [Fact]
    public async Task Subscribe_AfterTheEnd_AnswersWithTheResult()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        await agent.ReportAsync(Sample.Succeeded(id));

        var watch = await TaskWatch.OnAsync(cluster, id);

        Assert.Equal(TaskState.Succeeded, (await watch.SeenAsync(_ => true, "the first answer")).State);
    }

    [Fact]
    public async Task Subscribe_WhileItWaitsForAnAgent_FollowsTheTaskToTheAgent()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var id = await cluster.SubmitAsync();
        var watch = await TaskWatch.OnAsync(cluster, id);

        var agent = await cluster.ConnectAsync();
        await watch.SeenAsync(t => t.AgentId == agent.Id, "the hand-over to the agent");
        await agent.NextAsync();
        await agent.ReportAsync(Sample.Succeeded(id));

        await watch.SeenAsync(t => t.State == TaskState.Succeeded, "the result");
    }

    [Fact]
    public async Task Subscribe_ToNoTask_AnswersNull()
    {
        await using var cluster = await KeeperCluster.StartAsync();

        var reference = cluster.Grains.CreateObjectReference<Keeper.Grains.Tasks.ITaskObserver>(new TaskWatch());

        Assert.Null(await cluster.Task("0").SubscribeAsync(reference));
    }
}

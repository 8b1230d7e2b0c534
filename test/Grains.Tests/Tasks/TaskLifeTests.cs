using Keeper.Grains.Agents;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Tasks;

public sealed class TaskLifeTests
{
    [Fact]
    public async Task Submit_WithAnAgent_GoesThroughEveryStateToItsResult()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();

        var id = await cluster.SubmitAsync();
        var instruction = Assert.Single((await agent.PollAsync()).Instructions);
        var running = await agent.PollAsync(9, Sample.Running(id));
        var ended = await agent.PollAsync(10, Sample.Succeeded(id));

        Assert.Equal((id, 1, "port"), (instruction.TaskId, instruction.Attempt, instruction.Kind));
        Assert.Equal([new Attempt(id, 1)], running.Accepted);
        Assert.Equal([new Attempt(id, 1)], ended.Accepted);
        var task = await cluster.ShowAsync(id);
        Assert.Equal(TaskState.Succeeded, task.State);
        Assert.Equal([TaskState.Created, TaskState.Dispatching, TaskState.Running, TaskState.Succeeded], task.States());
        Assert.Contains("as reported", task.Result, StringComparison.Ordinal);
    }
}

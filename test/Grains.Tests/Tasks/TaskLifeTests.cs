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

    [Fact]
    public async Task Poll_WithBothReportsAtOnce_ChangesTheRowOnce()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        var before = await cluster.ShowAsync(id);
        var writes = cluster.Store.Writes;

        var answer = await agent.PollAsync(10, Sample.Running(id), Sample.Succeeded(id));

        Assert.Equal(2, answer.Accepted.Count);
        var after = await cluster.ShowAsync(id);
        Assert.Equal(TaskState.Succeeded, after.State);
        Assert.Equal(before.Version + 1, after.Version);
        Assert.Equal(writes + 1, cluster.Store.Writes);
    }

    [Fact]
    public async Task Poll_WithReportsAndWork_WritesOnce()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var first = await cluster.SubmitAsync();
        await agent.PollAsync(1);
        var second = await cluster.SubmitAsync();
        var writes = cluster.Store.Writes;

        var answer = await agent.PollAsync(1, Sample.Succeeded(first));

        Assert.Equal(second, Assert.Single(answer.Instructions).TaskId);
        Assert.Equal(writes + 1, cluster.Store.Writes);
    }

    [Fact]
    public async Task Poll_WithNothingToDo_WritesNothing()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var writes = cluster.Store.Writes;
        var version = (await cluster.Database.Agents.FindAsync(agent.Id))!.Version;

        await agent.PollAsync();
        await agent.PollAsync();

        Assert.Equal(writes, cluster.Store.Writes);
        Assert.Equal(version, (await cluster.Database.Agents.FindAsync(agent.Id))!.Version);
    }

    [Fact]
    public async Task Poll_SeveralQueued_TakesByPriorityThenAge()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var answers = await cluster.VpcGrain().SubmitAsync(
            new[] { Sample.Port(), Sample.Port(), Sample.Port(priority: 5), Sample.Port(priority: -1) });
        var ids = answers.Select(a => a.TaskId).ToList();

        var order = (await agent.PollAsync()).Instructions.Select(i => i.TaskId);

        Assert.Equal([ids[2], ids[0], ids[1], ids[3]], order);
    }

    [Fact]
    public async Task Report_Denied_FailsWithoutHavingRun()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync(Sample.Command());
        await agent.PollAsync();

        await agent.ReportAsync(Sample.Ended(id, TaskState.Failed, Outcome.Denied, message: "no rule allows commands"));

        var task = await cluster.ShowAsync(id);
        Assert.Equal([TaskState.Created, TaskState.Dispatching, TaskState.Failed], task.States());
        Assert.Equal("no rule allows commands", task.LastCause());
    }

    [Fact]
    public async Task Report_Repeated_IsAcceptedAgainAndChangesNothing()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        await agent.ReportAsync(Sample.Succeeded(id));
        var before = await cluster.ShowAsync(id);

        var answer = await agent.ReportAsync(Sample.Succeeded(id));

        Assert.Equal([new Attempt(id, 1)], answer.Accepted);
        Assert.Equal(before.Version, (await cluster.ShowAsync(id)).Version);
    }

    [Fact]
    public async Task Report_OfAnotherAttempt_IsRefusedAndChangesNothing()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();

        var answer = await agent.ReportAsync(Sample.Succeeded(id, attempt: 2));

        Assert.Contains("attempt 2", Assert.Single(answer.Refused).Reason, StringComparison.Ordinal);
        Assert.Equal(TaskState.Dispatching, (await cluster.ShowAsync(id)).State);
    }

    [Fact]
    public async Task Report_ForAnotherAgentsTask_IsRefusedAndChangesNothing()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var owner = await cluster.ConnectAsync("owner");
        var other = await cluster.ConnectAsync("other");
        var id = await cluster.SubmitAsync(Sample.Port(agentId: owner.Id));
        await owner.PollAsync();

        var answer = await other.ReportAsync(Sample.Succeeded(id));

        Assert.Empty(answer.Accepted);
        Assert.Equal("this agent has no such task", Assert.Single(answer.Refused).Reason);
        Assert.Equal(TaskState.Dispatching, (await cluster.ShowAsync(id)).State);
    }

    [Fact]
    public async Task Poll_OfAnotherAgent_GetsNothingOfTheFirst()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var owner = await cluster.ConnectAsync("owner");
        var other = await cluster.ConnectAsync("other");
        await cluster.SubmitAsync(Sample.Port(agentId: owner.Id));

        Assert.Empty((await other.PollAsync()).Instructions);
        Assert.Single((await owner.PollAsync()).Instructions);
    }

    [Fact]
    public async Task Poll_WhoseWriteFails_ChangesNothingAndCanBeRepeated()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        cluster.Store.BeforeWrite = () => throw new Storage.StoreUnavailableException("the disk is full");

        await Assert.ThrowsAsync<Storage.StoreUnavailableException>(() => agent.PollAsync());
        cluster.Store.BeforeWrite = null;

        Assert.Equal(TaskState.Created, (await cluster.ShowAsync(id)).State);
        Assert.Equal(id, Assert.Single((await agent.PollAsync()).Instructions).TaskId);
    }

    [Fact]
    public async Task Restart_OfTheSilo_LosesNothing()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var running = await cluster.SubmitAsync();
        await agent.PollAsync(1);
        await agent.PollAsync(0, Sample.Running(running));
        var queued = await cluster.SubmitAsync();

        await cluster.RestartAsync();

        var answer = await agent.PollAsync(10, Sample.Succeeded(running));
        Assert.Equal([new Attempt(running, 1)], answer.Accepted);
        Assert.Equal(queued, Assert.Single(answer.Instructions).TaskId);
        Assert.Equal(TaskState.Succeeded, (await cluster.ShowAsync(running)).State);
    }
}

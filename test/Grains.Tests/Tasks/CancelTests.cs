using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Grains.Tests.Tasks;

public sealed class CancelTests
{
    [Fact]
    public async Task Cancel_WaitingInTheVpc_EndsIt()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var id = await cluster.SubmitAsync();

        var answer = await cluster.Task(id).CancelAsync("by admin");

        Assert.True(answer.Cancelled);
        var task = await cluster.ShowAsync(id);
        Assert.Equal((TaskState.Cancelled, "by admin"), (task.State, task.LastCause()));
    }

    [Fact]
    public async Task Cancel_Queued_IsNotHandedOut()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();

        await cluster.Task(id).CancelAsync("by admin");

        Assert.Empty((await agent.PollAsync()).Instructions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancel_InTheAgentsHands_IsToldWithTheNextPoll(bool started)
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        if (started)
            await agent.ReportAsync(Sample.Running(id));

        Assert.True((await cluster.Task(id).CancelAsync("by admin")).Cancelled);

        Assert.Equal([id], (await agent.PollAsync()).Cancelled);
        Assert.Equal(TaskState.Cancelled, (await cluster.ShowAsync(id)).State);
    }

    [Fact]
    public async Task Cancel_InTheAgentsHands_WakesTheParkedPollOnce()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        await agent.PollAsync();
        var waker = new TestWaker();
        await cluster.Agent(agent.Id).SetWakerAsync(cluster.Grains.CreateObjectReference<Keeper.Grains.Agents.IAgentWaker>(waker));

        await cluster.Task(id).CancelAsync("by admin");

        await waker.Woken.WhenCountAsync(1);
        Assert.Equal([id], (await agent.TakeAsync()).Cancelled);
        Assert.Empty((await agent.TakeAsync()).Cancelled);
    }

    [Fact]
    public async Task Report_AfterCancel_IsRefused()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        await cluster.Task(id).CancelAsync("by admin");

        var answer = await agent.PollAsync(10, Sample.Succeeded(id));

        Assert.Contains("CANCELLED", Assert.Single(answer.Refused).Reason, StringComparison.Ordinal);
        Assert.Empty(answer.Cancelled);
    }

    [Fact]
    public async Task Cancel_Ended_ChangesNothing()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var id = await cluster.SubmitAsync();
        await cluster.Task(id).CancelAsync("first");

        var answer = await cluster.Task(id).CancelAsync("second");

        Assert.False(answer.Cancelled);
        Assert.Equal("first", (await cluster.ShowAsync(id)).LastCause());
    }

    [Fact]
    public async Task Cancel_LeftBehindByAnAgentThatWasDeleted_EndsIt()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        await cluster.Agent(agent.Id).DeleteAsync("by admin");
        var id = await cluster.SubmitAsync();
        await cluster.RewriteAsync(id, row => row with { AgentId = agent.Id });
        await cluster.RestartAsync();

        Assert.True((await CancelAsync(cluster, id)).Cancelled);
        Assert.Equal("by admin", (await cluster.ShowAsync(id)).LastCause());
    }

    [Fact]
    public async Task Cancel_OnItsWayToAnAgentAllTheTime_DidNotFinishInTime()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var id = await cluster.SubmitAsync();
        var (leaving, arriving) = (new Signal(), new Signal());
        cluster.Store.BeforeWrite = () =>
        {
            leaving.Raise();
            return arriving.WaitAsync("the end of the test");
        };
        await cluster.ConnectAsync();
        await leaving.WaitAsync("the write of the task's new agent");

        var e = await Assert.ThrowsAsync<TimeoutException>(() => CancelAsync(cluster, id));

        Assert.Contains("changes hands all the time", e.Message, StringComparison.Ordinal);
        arriving.Raise();
    }

    /// <summary>Lets the pauses between the tries pass.</summary>
    private static async Task<CancelAnswer> CancelAsync(KeeperCluster cluster, string id)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        var cancelling = cluster.Task(id).CancelAsync("by admin");
        while (await Task.WhenAny(cancelling, cluster.Clock.WhenTimerArmedAsync(pause)).Within("the next try") != cancelling)
            cluster.Clock.Advance(pause);
        return await cancelling;
    }

    [Fact]
    public async Task Cancel_NoSuchTask_AnswersNull()
    {
        await using var cluster = await KeeperCluster.StartAsync();

        Assert.Null((await cluster.Task("0").CancelAsync("by admin")).Task);
    }
}

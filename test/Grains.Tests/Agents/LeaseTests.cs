using Keeper.Grains.Agents;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Agents;

public sealed class LeaseTests
{
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Poll_AfterALostAnswer_RepeatsTheSameAttempt()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        agent.Forget();

        var again = Assert.Single((await agent.PollAsync()).Instructions);

        Assert.Equal(new Attempt(id, 1), new Attempt(again.TaskId, again.Attempt));
    }

    [Fact]
    public async Task Poll_NamingTheAttempt_IsNotHandedItAgain()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        await cluster.SubmitAsync();
        await agent.PollAsync();

        Assert.Empty((await agent.PollAsync()).Instructions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silence_RepeatableTask_GoesToAnotherAgentAsANewAttempt(bool started)
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync("first");
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        if (started)
            await agent.ReportAsync(Sample.Running(id));
        var watch = await TaskWatch.OnAsync(cluster, id);
        cluster.Clock.Advance(TimeSpan.FromSeconds(5));
        var other = await cluster.ConnectAsync("second");

        await cluster.PassAsync(agent, Lost - TimeSpan.FromSeconds(5));

        await watch.SeenAsync(t => t.AgentId == other.Id, "the move to the other agent");
        var instruction = Assert.Single(await other.NextAsync());
        Assert.Equal(new Attempt(id, 2), new Attempt(instruction.TaskId, instruction.Attempt));
    }

    [Fact]
    public async Task Silence_TaskThatMustNotRunTwice_StaysAndTakesItsLateReport()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync(Sample.Command());
        await agent.PollAsync();
        await agent.ReportAsync(Sample.Running(id));

        await cluster.PassAsync(agent, Lost);
        Assert.Equal((TaskState.Running, 1), (await cluster.ShowAsync(id)).Stage());
        var answer = await agent.PollAsync(10, Sample.Succeeded(id));

        Assert.Equal([new Attempt(id, 1)], answer.Accepted);
        Assert.Equal(TaskState.Succeeded, (await cluster.ShowAsync(id)).State);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Silence_KindOfAPlugin_IsRepeatedOnlyIfItsAgentSaidThatItMay(bool repeatable, int attempt)
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var executor = new AgentExecutor("custom", "1", Repeatable: repeatable);
        var agent = await cluster.ConnectAsync("first", executor);
        var id = await cluster.SubmitAsync(Sample.Port() with { Kind = "custom" });
        await agent.PollAsync();
        await agent.ReportAsync(Sample.Running(id));
        await cluster.RestartAsync();
        await cluster.Agent(agent.Id).GetAsync();

        await cluster.PassAsync(agent, Lost);

        var expected = repeatable ? TaskState.Created : TaskState.Running;
        Assert.Equal((expected, attempt), (await cluster.ShowAsync(id)).Stage());
    }

    [Fact]
    public async Task Silence_TaskThatMustNotRunTwice_EndsWithUnknownOutcomeAfterItsRunTimeout()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync(Sample.Command());
        await agent.PollAsync();
        await agent.ReportAsync(Sample.Running(id));

        await cluster.PassAsync(agent, TimeSpan.FromSeconds(60 + 29));
        Assert.Equal(TaskState.Running, (await cluster.ShowAsync(id)).State);
        await cluster.PassAsync(agent, TimeSpan.FromSeconds(1));

        var task = await cluster.ShowAsync(id);
        Assert.Equal(TaskState.TimedOut, task.State);
        Assert.Contains("outcome unknown", task.LastCause(), StringComparison.Ordinal);
        Assert.Contains("\"Unknown\"", task.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_BeyondItsTimeoutOnALiveAgent_IsTimedOutAndStopped()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        await agent.ReportAsync(Sample.Running(id));
        for (var second = 0; second < 90; second += 10)
        {
            Assert.Empty((await agent.PollAsync()).Cancelled);
            await cluster.PassAsync(agent, TimeSpan.FromSeconds(10));
        }

        Assert.Equal([id], (await agent.PollAsync()).Cancelled);
        var task = await cluster.ShowAsync(id);
        Assert.Equal(TaskState.TimedOut, task.State);
        Assert.Contains("\"TimedOut\"", task.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Polls_ThatNameTheAttempt_KeepTheLease()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        await agent.ReportAsync(Sample.Running(id));

        for (var i = 0; i < 5; i++)
        {
            await cluster.PassAsync(agent, TimeSpan.FromSeconds(10));
            await agent.PollAsync();
        }

        Assert.Equal((TaskState.Running, 1), (await cluster.ShowAsync(id)).Stage());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restart_OfTheAgent_GivesBackWhatItDoesNotHave(bool started)
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        if (started)
            await agent.ReportAsync(Sample.Running(id));
        cluster.Clock.Advance(TimeSpan.FromSeconds(2));
        agent.Restart();

        await agent.PollAsync(0);

        Assert.Equal((TaskState.Created, 2), (await cluster.ShowAsync(id)).Stage());
        var instruction = Assert.Single((await agent.PollAsync()).Instructions);
        Assert.Equal(2, instruction.Attempt);
    }

    [Fact]
    public async Task Restart_WithTheReportInTheSamePoll_TakesTheReport()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        cluster.Clock.Advance(TimeSpan.FromSeconds(2));
        agent.Restart();

        await agent.PollAsync(10, Sample.Succeeded(id));

        Assert.Equal((TaskState.Succeeded, 1), (await cluster.ShowAsync(id)).Stage());
    }

    [Fact]
    public async Task Report_OfTheAttemptBeforeTheLeaseWasLost_IsRefused()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        await agent.PollAsync();
        await cluster.PassAsync(agent, Lost);

        var answer = await agent.PollAsync(0, Sample.Succeeded(id));

        Assert.Equal(id, Assert.Single(answer.Refused).Attempt.TaskId);
        Assert.NotEqual(TaskState.Succeeded, (await cluster.ShowAsync(id)).State);
    }

    [Fact]
    public async Task Bye_WithTasks_GivesQueuedAndUnstartedOnesToAnotherAgentAtOnce()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync("first");
        var leased = await cluster.SubmitAsync();
        await agent.PollAsync(1);
        var queued = await cluster.SubmitAsync();
        var other = await cluster.ConnectAsync("second");
        var watches = new[] { await TaskWatch.OnAsync(cluster, leased), await TaskWatch.OnAsync(cluster, queued) };

        Assert.Equal(AgentAccess.Granted, await agent.ByeAsync());

        foreach (var watch in watches)
            await watch.SeenAsync(t => t.AgentId == other.Id, "the move to the other agent");
        List<AgentInstruction> handed = [];
        while (handed.Count < 2)
            handed.AddRange(await other.NextAsync());
        Assert.Equal([(leased, 2), (queued, 1)], handed.Select(i => (i.TaskId, i.Attempt)).Order());
        Assert.Equal("shut down cleanly", (await cluster.Agent(agent.Id).GetAsync())!.HealthReason);
    }

    [Fact]
    public async Task Conflict_WithASecondWriter_IsNotOverwrittenAndIsReadAgain()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await cluster.SubmitAsync();
        var other = await cluster.SubmitAsync();
        await cluster.RewriteAsync(id, r => r);

        var first = await agent.PollAsync();
        var second = await agent.PollAsync();

        Assert.Equal(other, Assert.Single(first.Instructions).TaskId);
        Assert.Equal(id, Assert.Single(second.Instructions).TaskId);
    }
}

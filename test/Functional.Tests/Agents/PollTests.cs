using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Agents;

/// <summary>Polls as they are on the wire (api.md, agent gateway), against the whole server.</summary>
public sealed class PollTests : IAsyncLifetime
{
    private KeeperHost _host = null!;
    private RawAgent _agent = null!;

    public async Task InitializeAsync()
    {
        _host = await KeeperHost.StartAsync();
        _agent = await RawAgent.JoinAsync(_host);
    }

    public async Task DisposeAsync()
    {
        _agent.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Poll_WhileWorkArrives_IsAnsweredAtOnce()
    {
        var poll = _agent.PollAsync(waitSeconds: 5);
        await _host.ParkedPolls.WhenAsync(1);

        var id = await _host.Client.SubmitAsync();

        Assert.Equal(id, Assert.Single((await poll.Within("the parked poll")).Instructions).TaskId);
    }

    [Fact]
    public async Task Poll_NothingToDo_EndsWhenItsWaitIsOver()
    {
        var answer = await _agent.PollAsync(waitSeconds: 0.5);

        Assert.Empty(answer.Instructions);
        Assert.Equal(5, answer.HeartbeatSeconds);
    }

    [Fact]
    public async Task Poll_SecondWhileOneIsParked_EndsTheFirst()
    {
        var first = _agent.PollAsync(waitSeconds: 5);
        await _host.ParkedPolls.WhenAsync(1);

        await _agent.PollAsync(capacity: 0);

        Assert.Empty((await first.Within("the first poll")).Instructions);
    }

    [Fact]
    public async Task Poll_HungUpWhileParked_LosesNothing()
    {
        using var hangUp = new CancellationTokenSource();
        var poll = _agent.SendPollAsync(waitSeconds: 5, hangUp: hangUp.Token);
        await _host.ParkedPolls.WhenAsync(1);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);

        var id = await _host.Client.SubmitAsync();

        Assert.Equal((id, 1), await _agent.TakeOneAsync() is var taken ? (taken.TaskId, taken.Attempt) : default);
    }

    [Fact]
    public async Task Poll_AnswerThatDidNotArrive_IsRepeatedWithTheSameAttempt()
    {
        await _host.Client.SubmitAsync();
        var lost = await _agent.TakeOneAsync();

        Assert.Equal((lost.TaskId, lost.Attempt), await _agent.TakeOneAsync() is var again ? (again.TaskId, again.Attempt) : default);
    }

    [Fact]
    public async Task Poll_NamingWhatItHas_IsNotHandedItAgain()
    {
        await _host.Client.SubmitAsync();
        var taken = await _agent.TakeOneAsync();

        Assert.Empty((await _agent.PollAsync(running: [new AttemptRef(taken.TaskId, taken.Attempt)])).Instructions);
    }

    [Fact]
    public async Task Poll_WithoutCapacity_GetsNothing()
    {
        await _host.Client.SubmitAsync();

        Assert.Empty((await _agent.PollAsync(capacity: 0)).Instructions);
    }

    [Fact]
    public async Task Poll_WithLessCapacityThanWork_GetsThatMuch()
    {
        await _host.Client.SubmitTasksAsync([.. Enumerable.Repeat(Submit.Port(), 5)]);

        Assert.Equal(3, (await _agent.PollAsync(capacity: 3)).Instructions.Count);
    }

    [Fact]
    public async Task Poll_CancelledTaskInRunning_IsToldToStopIt()
    {
        await _host.Client.SubmitAsync();
        var taken = await _agent.TakeOneAsync();
        await _host.Client.CancelTaskAsync(taken.TaskId);

        Assert.Equal([taken.TaskId], (await _agent.PollAsync(running: [new AttemptRef(taken.TaskId, taken.Attempt)])).Cancelled);
    }

    [Fact]
    public async Task Poll_ParkedWhileItsTaskIsCancelled_IsToldAtOnce()
    {
        await _host.Client.SubmitAsync();
        var taken = await _agent.TakeOneAsync();
        var poll = _agent.PollAsync(waitSeconds: 5, running: [new AttemptRef(taken.TaskId, taken.Attempt)]);
        await _host.ParkedPolls.WhenAsync(1);

        await _host.Client.CancelTaskAsync(taken.TaskId);

        Assert.Equal([taken.TaskId], (await poll.Within("the parked poll")).Cancelled);
    }

    [Fact]
    public async Task Poll_WithReports_AcceptsThem()
    {
        await _host.Client.SubmitAsync();
        var taken = await _agent.TakeOneAsync();

        var answer = await _agent.PollAsync(reports: [_agent.Report(taken.TaskId, taken.Attempt)]);

        Assert.Equal([new AttemptRef(taken.TaskId, taken.Attempt)], answer.Accepted);
        Assert.Equal(TaskState.Succeeded, (await _host.Client.GetTaskAsync(taken.TaskId)).State);
    }

    [Fact]
    public async Task Poll_ReportOfRunning_IsSeenByOperators()
    {
        await _host.Client.SubmitAsync();
        var taken = await _agent.TakeOneAsync();

        await _agent.ReportAsync(_agent.Report(taken.TaskId, taken.Attempt, TaskState.Running));

        Assert.Equal(TaskState.Running, (await _host.Client.GetTaskAsync(taken.TaskId)).State);
    }

    [Fact]
    public async Task Report_Twice_IsAcceptedTwiceAndChangesTheTaskOnce()
    {
        await _host.Client.SubmitAsync();
        var taken = await _agent.TakeOneAsync();
        await _agent.ReportAsync(_agent.Report(taken.TaskId, taken.Attempt));
        var once = await _host.Client.GetTaskAsync(taken.TaskId);

        var again = await _agent.ReportAsync(_agent.Report(taken.TaskId, taken.Attempt));

        Assert.Equal(taken.TaskId, Assert.Single(again.Accepted).TaskId);
        Assert.Equal(once.Timeline, (await _host.Client.GetTaskAsync(taken.TaskId)).Timeline);
    }

    [Fact]
    public async Task Report_OtherAttempt_IsRefusedNamingTheCurrentOne()
    {
        await _host.Client.SubmitAsync();
        var taken = await _agent.TakeOneAsync();

        var answer = await _agent.ReportAsync(_agent.Report(taken.TaskId, taken.Attempt + 1));

        Assert.Contains("attempt 2 is not the current one, 1", Assert.Single(answer.Refused).Reason, StringComparison.Ordinal);
        Assert.Equal(TaskState.Dispatching, (await _host.Client.GetTaskAsync(taken.TaskId)).State);
    }

    [Fact]
    public async Task Poll_NewStart_GivesBackWhatItDoesNotName()
    {
        await _host.Client.SubmitTasksAsync([Submit.Port(), Submit.Port()]);
        var taken = (await _agent.PollAsync()).Instructions;
        using var restarted = RawAgent.With(_host, _agent.Secret, _agent.InstanceId, _agent.StartedAt.AddSeconds(1));

        var answer = await restarted.PollAsync(waitSeconds: 5, full: true, running: [new AttemptRef(taken[0].TaskId, taken[0].Attempt)]);

        Assert.Equal((taken[1].TaskId, 2), Assert.Single(answer.Instructions) is var i ? (i.TaskId, i.Attempt) : default);
    }
}

using Keeper.Gateway.Agents;
using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Agents;
using Keeper.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Keeper.Gateway.Tests.Agents;

public sealed class ParkedPollTests : IAsyncLifetime
{
    private static readonly PollAnswer Work = new() { Instructions = [new AgentInstruction("t1", 1, "port", "{}", 30)] };

    private GatewayHost _host = null!;

    private FakeAgent Agent => _host.Grains.Agent("a1");

    private ParkedPolls Parked => _host.Services.GetRequiredService<ParkedPolls>();

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Poll_WorkComesUpWhileParked_IsHandedOver()
    {
        var poll = await ParkAsync();

        Agent.OnTake = () => Work;
        await Agent.Waker!.WakeAsync("a1");

        var answer = await poll.Within("the answer");
        Assert.Equal("t1", answer.Json.GetProperty("instructions")[0].GetProperty("taskId").GetString());
        Assert.Equal(("i1", 10), Agent.Takes.Items[^1]);
        Assert.Equal(0, Parked.Count);
    }

    [Fact]
    public async Task Poll_WorkComesUpBeforeItIsParked_IsHandedOverWithoutAWake()
    {
        // The grain answers "nothing", then gets work before the gateway has set its waker: nobody wakes.
        Agent.OnTake = () => Work;

        var answer = await _host.AgentAsync("poll", AgentRequests.Poll(waitSeconds: 5), Agent.Secret);

        Assert.Equal(1, answer.Json.GetProperty("instructions").GetArrayLength());
    }

    [Fact]
    public async Task Poll_WokenForNothing_StaysParked()
    {
        var poll = await ParkAsync();

        await Agent.Waker!.WakeAsync("a1");
        await Agent.Takes.WhenCountAsync(2);
        Agent.OnTake = () => Work;
        await Agent.Waker.WakeAsync("a1");

        Assert.Equal(1, (await poll.Within("the answer")).Json.GetProperty("instructions").GetArrayLength());
    }

    [Fact]
    public async Task Poll_NothingComesUp_IsAnsweredEmptyAtTheDeadline()
    {
        var poll = await ParkAsync(waitSeconds: 3);

        _host.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(poll.IsCompleted);
        _host.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(0, (await poll.Within("the answer")).Json.GetProperty("instructions").GetArrayLength());
    }

    [Fact]
    public async Task Poll_WaitsLongerThanTheHeartbeat_IsCapped()
    {
        var poll = await ParkAsync(waitSeconds: 3600);

        await _host.Time.WhenTimerArmedAsync(TimeSpan.FromSeconds(5)).Within("the capped deadline");
        _host.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(200, (await poll.Within("the answer")).Status);
    }

    [Fact]
    public async Task Poll_CallerHangsUpWhileParked_TakesNothing()
    {
        using var hangUp = new CancellationTokenSource();
        using var gauge = new Gauge(_host.Services, "keeper.gateway.polls.parked");
        var poll = await ParkAsync(hangUp: hangUp.Token);
        var taken = Agent.Takes.Items.Count;

        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        await gauge.WhenAsync(0);
        Agent.OnTake = () => Work;
        await Agent.Waker!.WakeAsync("a1");

        Assert.Equal(taken, Agent.Takes.Items.Count);
    }

    [Fact]
    public async Task Poll_SameAgentPollsAgain_ParkedOneIsAnsweredEmptyAtOnce()
    {
        var first = await ParkAsync();

        var second = await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret);

        Assert.Equal(200, second.Status);
        Assert.Equal(0, (await first.Within("the superseded poll")).Json.GetProperty("instructions").GetArrayLength());
    }

    [Fact]
    public async Task Poll_WrongSecretForAParkedAgent_DoesNotDisturbIt()
    {
        var poll = await ParkAsync();

        var forged = await _host.AgentAsync("poll", AgentRequests.Poll(waitSeconds: 5), "ka.a1.wrong");

        Assert.Equal(401, forged.Status);
        Assert.False(poll.IsCompleted);
        Assert.Equal(1, Parked.Count);
    }

    [Fact]
    public async Task Poll_AgentIsDeletedWhileParked_Is401()
    {
        var poll = await ParkAsync();

        Agent.OnTake = () => PollAnswer.Denied(AgentAccess.Unauthorized);
        await Agent.Waker!.WakeAsync("a1");

        Assert.Equal(401, (await poll.Within("the answer")).Problem.Status);
    }

    [Fact]
    public async Task Bye_WhileAPollIsParked_EndsIt()
    {
        var poll = await ParkAsync();

        Assert.Equal(200, (await _host.AgentAsync("bye", """{"instanceId":"i1"}""", Agent.Secret)).Status);

        Assert.Equal(200, (await poll.Within("the parked poll")).Status);
        Assert.Equal(["i1"], Agent.Byes.Items);
    }

    [Fact]
    public async Task Stop_PollIsParked_IsAnsweredAtOnce()
    {
        var poll = await ParkAsync();

        await _host.StopAsync();

        Assert.Equal(200, (await poll.Within("the answer")).Status);
    }

    private async Task<Task<Answer>> ParkAsync(double waitSeconds = 5, CancellationToken hangUp = default)
    {
        var poll = _host.AgentAsync("poll", AgentRequests.Poll(waitSeconds), Agent.Secret, hangUp);
        await Agent.Takes.WhenCountAsync(1);
        return poll;
    }
}

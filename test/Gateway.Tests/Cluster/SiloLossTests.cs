using Keeper.Gateway.Agents;
using Keeper.Gateway.Cluster;
using Keeper.Gateway.Tests.Agents;
using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Keeper.Gateway.Tests.Cluster;

/// <summary>A silo of the cluster is lost while requests wait here for a word of its grains.</summary>
public sealed class SiloLossTests : IAsyncLifetime
{
    private static readonly PollAnswer Work = new() { Instructions = [new AgentInstruction("t1", 1, "port", "{}", 30)] };

    private GatewayHost _host = null!;

    private FakeAgent Agent => _host.Grains.Agent("a1");

    private FakeTask Task => _host.Grains.Task("t1");

    private SiloLosses Losses => _host.Services.GetRequiredService<SiloLosses>();

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Announce_PollIsParked_TellsTheNewGrainWhomToWakeAndLooksOnceMoreLater()
    {
        var poll = _host.AgentAsync("poll", AgentRequests.Poll(waitSeconds: 5), Agent.Secret);
        await Agent.Takes.WhenCountAsync(1);
        Agent.Forget(); // as a grain that starts elsewhere

        Losses.Announce();
        await Agent.Takes.WhenCountAsync(2);
        Assert.NotNull(Agent.Waker);
        Agent.Forget();
        _host.Time.Advance(SiloLosses.Settled);
        await Agent.Takes.WhenCountAsync(3);
        Assert.NotNull(Agent.Waker);

        Agent.OnTake = () => Work;
        await Agent.Waker!.WakeAsync("a1");
        Assert.Equal(1, (await poll.Within("the answer")).Json.GetProperty("instructions").GetArrayLength());
    }

    [Fact]
    public async Task Announce_NobodyWasLost_SetsTheWakerOnceForAPoll()
    {
        var poll = _host.AgentAsync("poll", AgentRequests.Poll(waitSeconds: 5), Agent.Secret);
        await Agent.Takes.WhenCountAsync(1);
        var waker = Agent.Waker!;
        Agent.Forget();

        await waker.WakeAsync("a1");
        await Agent.Takes.WhenCountAsync(2);

        Assert.Null(Agent.Waker);
        _host.Services.GetRequiredService<ParkedPolls>().Supersede("a1");
        Assert.Equal(200, (await poll.Within("the answer")).Status);
    }

    [Fact]
    public async Task Announce_SomebodyWaitsForATask_IsReadAgain()
    {
        Task.Info = FakeTask.New("t1", "vpc-a", TaskState.Running);
        var call = _host.CallAsync("GET", "/api/v1/tasks/t1?waitSeconds=10");
        await Task.Subscriptions.WhenCountAsync(1);
        Task.Info = FakeTask.New("t1", "vpc-a", TaskState.Succeeded);

        Losses.Announce();

        Assert.Equal("SUCCEEDED", (await call.Within("the answer")).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task WhenLostAsync_LossIsNews_CompletesAtOnceAndLaterWithTheNextOne()
    {
        Losses.Announce();
        Assert.True(Losses.WhenLostAsync().IsCompleted);

        _host.Time.Advance(SiloLosses.News);
        var next = Losses.WhenLostAsync();
        Assert.False(next.IsCompleted);
        Losses.Announce();

        await next.Within("the next loss");
    }

    [Fact]
    public async Task Active_SiloIsLostMeanwhile_SaysSo()
    {
        var call = _host.Agents.GetAsync("/agent/v1/active?waitSeconds=20");
        await _host.Time.WhenTimerArmedAsync(TimeSpan.FromSeconds(20)).Within("the call");

        Losses.Announce();

        using var answer = await call.Within("the answer");
        Assert.Equal("""{"epoch":0,"siloLost":true}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Active_NothingHappens_IsAnsweredWithoutNewsAtTheDeadline()
    {
        var call = _host.Agents.GetAsync("/agent/v1/active?waitSeconds=3600");
        await _host.Time.WhenTimerArmedAsync(TimeSpan.FromSeconds(30)).Within("the call");

        _host.Time.Advance(TimeSpan.FromSeconds(30));

        using var answer = await call.Within("the answer");
        Assert.Equal(204, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Active_AskedAtTheOperatorsListener_Is404()
    {
        using var answer = await _host.Operators.GetAsync("/agent/v1/active");

        Assert.Equal(404, (int)answer.StatusCode);
    }
}

using System.Net;
using Keeper.Client;
using Keeper.Client.Tasks;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Functional.Tests.Tasks;

public sealed class CancelTests : IAsyncLifetime
{
    private KeeperHost _host = null!;

    public async Task InitializeAsync() => _host = await KeeperHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Cancel_TaskThatWaits_EndsItAndNoAgentGetsIt()
    {
        var id = await _host.Client.SubmitAsync();

        var task = await _host.Client.CancelTaskAsync(id);

        Assert.Equal((TaskState.Cancelled, "cancelled by admin"), (task.State, task.ReadTimeline()[^1].Cause));
        using var agent = await RawAgent.JoinAsync(_host);
        Assert.Empty((await agent.PollAsync()).Instructions);
    }

    [Fact]
    public async Task Cancel_RunningTask_StopsItsExecutor()
    {
        var held = new HeldExecutors();
        await _host.JoinAsync(executors: held);
        var id = await _host.Client.SubmitAsync();
        await held.Started.WhenCountAsync(1);

        Assert.Equal(TaskState.Cancelled, (await _host.Client.CancelTaskAsync(id)).State);

        Assert.Equal(id, (await held.Stopped.WhenCountAsync(1))[0].TaskId);
        Assert.Equal(TaskState.Cancelled, (await _host.Client.GetTaskAsync(id)).State);
    }

    [Fact]
    public async Task Cancel_TaskThatHasSucceeded_Is409SayingSo()
    {
        await _host.JoinAsync(executors: new HeldExecutors().Release());
        var id = await _host.Client.SubmitAsync();
        await _host.Client.EndAsync(id);

        var refused = await Assert.ThrowsAsync<KeeperApiException>(() => _host.Client.CancelTaskAsync(id));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("SUCCEEDED", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_Twice_IsTheSameAsOnce()
    {
        var id = await _host.Client.SubmitAsync();
        var first = await _host.Client.CancelTaskAsync(id);

        Assert.Equal(first.Timeline, (await _host.Client.CancelTaskAsync(id)).Timeline);
    }

    [Fact]
    public async Task Cancel_UnknownTask_Is404() => Assert.Equal(
        HttpStatusCode.NotFound,
        (await Assert.ThrowsAsync<KeeperApiException>(() => _host.Client.CancelTaskAsync("nothing"))).Status);
}

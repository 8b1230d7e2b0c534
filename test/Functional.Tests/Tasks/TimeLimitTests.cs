using Keeper.Client.Tasks;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Functional.Tests.Tasks;

public sealed class TimeLimitTests : IAsyncLifetime
{
    private KeeperHost _host = null!;

    public async Task InitializeAsync() => _host = await KeeperHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Expiry_NobodyTakesIt_ExpiresSayingWhy()
    {
        var task = await _host.Client.EndAsync(await _host.Client.SubmitAsync(Submit.Port() with { ExpireAfterSeconds = 1 }));

        Assert.Equal(TaskState.Expired, task.State);
        Assert.Contains("the VPC has no agent", task.ReadTimeline()[^1].Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expiry_QueuedBehindOthers_Expires()
    {
        using var agent = await RawAgent.JoinAsync(_host);

        var task = await _host.Client.EndAsync(await _host.Client.SubmitAsync(Submit.Port() with { ExpireAfterSeconds = 1 }));

        Assert.Equal(TaskState.Expired, task.State);
        Assert.Empty((await agent.PollAsync()).Instructions);
    }

    [Fact]
    public async Task RunTimeout_ExecutorTakesLonger_IsTimedOutAndStopped()
    {
        var held = new HeldExecutors();
        await _host.JoinAsync(executors: held);

        var task = await _host.Client.EndAsync(await _host.Client.SubmitAsync(Submit.Port() with { RunTimeoutSeconds = 1 }));

        Assert.Equal((TaskState.TimedOut, Outcome.TimedOut), (task.State, task.ReadResult()!.Outcome));
        await held.Stopped.WhenCountAsync(1);
    }
}

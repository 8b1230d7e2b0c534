using Keeper.Client.Tasks;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Tasks;

public sealed class WaitTests : IAsyncLifetime
{
    private KeeperHost _host = null!;

    public async Task InitializeAsync() => _host = await KeeperHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Get_WithWait_AnswersWhenTheTaskEnds()
    {
        var held = new HeldExecutors();
        await _host.JoinAsync(executors: held);
        var id = await _host.Client.SubmitAsync();
        await held.Started.WhenCountAsync(1);
        var waiting = _host.Client.GetTaskAsync(id, wait: TimeSpan.FromSeconds(60));

        held.Release();

        var task = await waiting.Within("the waiting request");
        Assert.Equal((TaskState.Succeeded, "let go"), (task.State, task.ReadResult()!.Message));
    }

    [Fact]
    public async Task Get_WaitPassesFirst_AnswersTheTaskAsItStands()
    {
        var id = await _host.Client.SubmitAsync();

        Assert.Equal(TaskState.Created, (await _host.Client.GetTaskAsync(id, wait: TimeSpan.FromSeconds(1))).State);
    }

    [Fact]
    public async Task Get_WithoutWait_AnswersAtOnce()
    {
        var id = await _host.Client.SubmitAsync();

        Assert.Equal(TaskState.Created, (await _host.Client.GetTaskAsync(id)).State);
    }

    [Fact]
    public async Task Get_WithWaitOfATaskThatHasEnded_AnswersAtOnce()
    {
        var id = await _host.Client.SubmitAsync();
        await _host.Client.CancelTaskAsync(id);

        var task = await _host.Client.GetTaskAsync(id, wait: TimeSpan.FromSeconds(200)).Within("an answer without a wait");

        Assert.Equal(TaskState.Cancelled, task.State);
    }
}

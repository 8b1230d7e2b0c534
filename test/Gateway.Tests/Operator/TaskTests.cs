using Keeper.Gateway.Parking;
using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Access;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Gateway.Tests.Operator;

public sealed class TaskTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    private FakeTask Task => _host.Grains.Task("t1");

    public async Task InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(("Keeper:Gateway:MaxTaskWaiters", "1"));
        Task.Info = FakeTask.New("t1", "vpc-a", TaskState.Running);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task GetTask_Ended_CarriesResultAsStored()
    {
        Task.Info = FakeTask.New("t1", "vpc-a", TaskState.Succeeded);

        var json = (await _host.CallAsync("GET", "/api/v1/tasks/t1")).Json;

        Assert.Equal("SUCCEEDED", json.GetProperty("state").GetString());
        Assert.Equal(Task.Info.Result, json.GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task GetTask_Unknown_Is404() => Assert.Equal(404, (await _host.CallAsync("GET", "/api/v1/tasks/none")).Problem.Status);

    [Fact]
    public async Task GetTask_UnknownWithWait_Is404AtOnce() =>
        Assert.Equal(404, (await _host.CallAsync("GET", "/api/v1/tasks/none?waitSeconds=30")).Problem.Status);

    [Theory]
    [InlineData("301")]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task GetTask_WaitOutOfBounds_Is400(string seconds) =>
        Assert.Equal(["waitSeconds"], (await _host.CallAsync("GET", $"/api/v1/tasks/t1?waitSeconds={seconds}")).Problem.Errors.Keys);

    [Fact]
    public async Task WaitForTask_EndsMeanwhile_IsAnsweredWithTheEnd()
    {
        var call = await WaitAsync();

        await Task.TellAsync(FakeTask.New("t1", "vpc-a", TaskState.Failed));

        Assert.Equal("FAILED", (await call.Within("the answer")).Json.GetProperty("state").GetString());
        Assert.Empty(_host.Grains.References);
    }

    [Fact]
    public async Task WaitForTask_ChangesButDoesNotEnd_GoesOnWaiting()
    {
        var call = await WaitAsync();

        await Task.TellAsync(FakeTask.New("t1", "vpc-a", TaskState.Running) with { Attempt = 2 });
        _host.Time.Advance(TaskWaits.Renewal);
        await Task.Subscriptions.WhenCountAsync(2);

        Assert.False(call.IsCompleted);
        await Task.TellAsync(FakeTask.New("t1", "vpc-a", TaskState.TimedOut));
        Assert.Equal("TIMED_OUT", (await call.Within("the answer")).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task WaitForTask_ObserverIsNeverTold_IsReadAgain()
    {
        var call = await WaitAsync();

        Task.Info = FakeTask.New("t1", "vpc-a", TaskState.Succeeded);
        _host.Time.Advance(TaskWaits.Renewal);

        Assert.Equal("SUCCEEDED", (await call.Within("the answer")).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task WaitForTask_TimeIsUp_IsAnsweredAsItStands()
    {
        var call = await WaitAsync(seconds: 3);

        _host.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("RUNNING", (await call.Within("the answer")).Json.GetProperty("state").GetString());
        Assert.Single(Task.Unsubscriptions.Items);
        Assert.Empty(_host.Grains.References);
    }

    [Fact]
    public async Task WaitForTask_NoPlaceLeft_Is503AndComesBack()
    {
        var first = await WaitAsync();

        Assert.Equal(503, (await _host.CallAsync("GET", "/api/v1/tasks/t1?waitSeconds=10")).Problem.Status);

        await Task.TellAsync(FakeTask.New("t1", "vpc-a", TaskState.Succeeded));
        await first.Within("the first");
        Assert.Equal(200, (await _host.CallAsync("GET", "/api/v1/tasks/t1?waitSeconds=10")).Status);
    }

    [Fact]
    public async Task WaitForTask_HostStops_IsAnsweredAtOnce()
    {
        var call = await WaitAsync();

        await _host.StopAsync();

        Assert.Equal(200, (await call.Within("the answer")).Status);
    }

    [Fact]
    public async Task CancelTask_Running_IsCancelledAndAudited()
    {
        var answer = await _host.CallAsync("POST", "/api/v1/tasks/t1/cancel", role: Role.Operator);

        Assert.Equal("CANCELLED", answer.Json.GetProperty("state").GetString());
        Assert.Equal(("operator", "task.cancel"), (_host.Grains.Access.Audit.Items[0].Principal, _host.Grains.Access.Audit.Items[0].Action));
    }

    [Fact]
    public async Task CancelTask_Twice_IsTheSameAnswerAndOneAuditEntry()
    {
        await _host.CallAsync("POST", "/api/v1/tasks/t1/cancel");

        Assert.Equal(200, (await _host.CallAsync("POST", "/api/v1/tasks/t1/cancel")).Status);
        Assert.Single(_host.Grains.Access.Audit.Items);
    }

    [Fact]
    public async Task CancelTask_EndedOtherwise_Is409()
    {
        Task.Info = FakeTask.New("t1", "vpc-a", TaskState.Succeeded);

        Assert.Contains("SUCCEEDED", (await _host.CallAsync("POST", "/api/v1/tasks/t1/cancel")).Problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelTask_Unknown_Is404() =>
        Assert.Equal(404, (await _host.CallAsync("POST", "/api/v1/tasks/none/cancel")).Problem.Status);

    private async Task<Task<Answer>> WaitAsync(int seconds = 60)
    {
        var call = _host.CallAsync("GET", $"/api/v1/tasks/t1?waitSeconds={seconds}");
        await Task.Subscriptions.WhenCountAsync(1);
        return call;
    }
}

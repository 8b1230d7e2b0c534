using Keeper.Client.Tasks;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Functional.Tests.Tasks;

/// <summary>Each kind of probe, from submission to result, through a real agent with its real executors.</summary>
public sealed class ProbeTests : IAsyncLifetime
{
    private KeeperHost _host = null!;
    private ProbeTarget _target = null!;

    public async Task InitializeAsync()
    {
        (_host, _target) = (await KeeperHost.StartAsync(), await ProbeTarget.StartAsync(200));
        await _host.JoinAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Fact]
    public async Task Port_Open_SucceedsThroughEveryState()
    {
        var task = await _host.Client.EndAsync(await _host.Client.SubmitAsync(Submit.Port(_target.Url.Port)));

        Assert.Equal((TaskState.Succeeded, Outcome.Success), (task.State, task.ReadResult()!.Outcome));
        Assert.Equal(
            [TaskState.Created, TaskState.Dispatching, TaskState.Running, TaskState.Succeeded],
            task.ReadTimeline().Select(e => e.State));
    }

    [Fact]
    public async Task Port_Closed_FailsSayingWhy()
    {
        var closed = _target.Url.Port;
        await _target.DisposeAsync();

        var task = await _host.Client.EndAsync(await _host.Client.SubmitAsync(Submit.Port(closed)));

        Assert.Equal((TaskState.Failed, Outcome.TargetFailed), (task.State, task.ReadResult()!.Outcome));
        Assert.Contains("refused", task.ReadResult()!.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Http_BodyAsExpected_SucceedsWithPhasesAndAssertions()
    {
        var task = await RunAsync("http", $$"""{"url":"{{_target.Url}}","expectStatus":["2xx"],"expectBody":"^hel+o$"}""");

        var result = task.ReadResult()!;
        Assert.Equal(TaskState.Succeeded, task.State);
        Assert.NotEmpty(result.Assertions);
        Assert.All(result.Assertions, a => Assert.True(a.Passed, a.Text));
        Assert.Contains("firstByte", result.Phases!.Keys);
    }

    [Fact]
    public async Task Http_OtherStatusThanExpected_FailsShowingTheActualOne()
    {
        var task = await RunAsync("http", $$"""{"url":"{{_target.Url}}","expectStatus":[418]}""");

        Assert.Equal(TaskState.Failed, task.State);
        Assert.Contains("200", Assert.Single(task.ReadResult()!.Assertions, a => !a.Passed).Actual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domain_LocalhostThroughTheSystemsResolver_Succeeds() =>
        Assert.Equal(TaskState.Succeeded, (await RunAsync("domain", """{"name":"localhost"}""")).State);

    private async Task<TaskDocument> RunAsync(string kind, string arguments) => await _host.Client.EndAsync(
        await _host.Client.SubmitAsync(new TaskRequest { Vpc = KeeperHost.Vpc, Kind = kind, Arguments = new RawJson(arguments) }));
}

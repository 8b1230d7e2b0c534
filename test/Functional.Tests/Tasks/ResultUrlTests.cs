using System.Text.Json;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;

namespace Keeper.Functional.Tests.Tasks;

public sealed class ResultUrlTests : IAsyncLifetime
{
    private KeeperHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await KeeperHost.StartAsync();
        await _host.JoinAsync(executors: new HeldExecutors().Release());
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task ResultUrl_TaskEnds_GetsTheTaskAsTheApiAnswersIt()
    {
        await using var target = await ProbeTarget.StartAsync();
        var id = await _host.Client.SubmitAsync(Submit.Port() with { ResultUrl = target.Url.AbsoluteUri });

        var (body, contentType, length) = (await target.Requests.WhenCountAsync(1))[0];

        Assert.Equal(("application/json", (long?)body.Length), (contentType, length));
        var task = JsonSerializer.Deserialize(body, OperatorJson.Default.TaskDocument)!;
        Assert.Equal((id, TaskState.Succeeded), (task.Id, task.State));
        var answered = await _host.Client.GetTaskAsync(id);
        Assert.Equal(answered.Result, task.Result);
    }

    [Fact]
    public async Task ResultUrl_CancelledTask_IsCalledToo()
    {
        await using var target = await ProbeTarget.StartAsync();
        await _host.Client.PutVpcAsync("vpc-b", new());
        var id = await _host.Client.SubmitAsync(Submit.Port(vpc: "vpc-b") with { ResultUrl = target.Url.AbsoluteUri });

        await _host.Client.CancelTaskAsync(id);

        Assert.Contains("CANCELLED", (await target.Requests.WhenCountAsync(1))[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResultUrl_TargetFailsFirst_IsCalledAgain()
    {
        await using var target = await ProbeTarget.StartAsync(503, 200);
        await _host.Client.SubmitAsync(Submit.Port() with { ResultUrl = target.Url.AbsoluteUri });

        var requests = await target.Requests.WhenCountAsync(2);

        Assert.Equal(requests[0].Body, requests[1].Body);
    }
}

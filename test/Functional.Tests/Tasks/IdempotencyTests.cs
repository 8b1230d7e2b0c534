using System.Net;
using Keeper.Client;
using Keeper.Client.Tasks;
using Keeper.Functional.Tests.Hosting;

namespace Keeper.Functional.Tests.Tasks;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private KeeperHost _host = null!;

    public async Task InitializeAsync() => _host = await KeeperHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Submit_SameKeyAndTask_IsTheSameTask()
    {
        var task = Submit.Port() with { IdempotencyKey = "k" };

        Assert.Equal(await _host.Client.SubmitAsync(task), await _host.Client.SubmitAsync(task));
        Assert.Single((await _host.Client.GetTaskPageAsync(new TaskFilter())).Items);
    }

    [Fact]
    public async Task Submit_SameKeyAgainAfterTheTaskEnded_IsTheSameTask()
    {
        var task = Submit.Port() with { IdempotencyKey = "k" };
        var id = await _host.Client.SubmitAsync(task);
        await _host.Client.CancelTaskAsync(id);

        Assert.Equal(id, await _host.Client.SubmitAsync(task));
    }

    [Fact]
    public async Task Submit_SameKeyForAnotherTask_Is409()
    {
        await _host.Client.SubmitAsync(Submit.Port(1) with { IdempotencyKey = "k" });

        var refused = await Assert.ThrowsAsync<KeeperApiException>(() => _host.Client.SubmitAsync(Submit.Port(2) with { IdempotencyKey = "k" }));

        Assert.Equal((HttpStatusCode.Conflict, "idempotencyKey"), (refused.Status, Assert.Single(refused.Faults.Keys)));
    }

    [Fact]
    public async Task Submit_SameKeyInAnotherVpc_IsAnotherTask()
    {
        await _host.Client.PutVpcAsync("vpc-b", new());

        Assert.NotEqual(
            await _host.Client.SubmitAsync(Submit.Port() with { IdempotencyKey = "k" }),
            await _host.Client.SubmitAsync(Submit.Port(vpc: "vpc-b") with { IdempotencyKey = "k" }));
    }

    [Fact]
    public async Task Submit_SameKeyManyTimesAtOnce_IsOneTask()
    {
        var task = Submit.Port() with { IdempotencyKey = "k" };

        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _host.Client.SubmitAsync(task)));

        Assert.Single(ids.Distinct(StringComparer.Ordinal));
    }
}

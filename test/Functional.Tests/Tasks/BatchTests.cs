using Keeper.Client;
using Keeper.Client.Tasks;
using Keeper.Functional.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Functional.Tests.Tasks;

public sealed class BatchTests : IAsyncLifetime
{
    private KeeperHost _host = null!;

    public async Task InitializeAsync() => _host = await KeeperHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(1_000)]
    [InlineData(5_000)]
    public async Task SubmitBatch_ThatLarge_IsTakenInOrderWithoutAnAgent(int count)
    {
        var ids = await _host.Client.SubmitTasksAsync([.. Enumerable.Range(1, count).Select(port => Submit.Port(port))]);

        Assert.Equal(count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains($"\"port\":{count},", (await _host.Client.GetTaskAsync(ids[^1])).Arguments.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitBatch_AThousand_AllRunToTheirEnd()
    {
        await _host.JoinAsync(executors: new HeldExecutors().Release());

        var ids = await _host.Client.SubmitTasksAsync([.. Enumerable.Repeat(Submit.Port(), 1_000)]);

        // Not one request that waits for each: the list is looked at when something has changed.
        var done = await _host.WhenAsync(
            async () => (await _host.Client.GetTaskPageAsync(new TaskFilter { State = TaskState.Succeeded }, limit: 1_000)).Items is { Count: 1_000 } all
                ? all : null,
            "the end of a thousand tasks");
        Assert.Equal(ids.Order(StringComparer.Ordinal), done.Select(t => t.Id).Order(StringComparer.Ordinal));
        Assert.All(done, t => Assert.Equal(1, t.Attempt));
    }

    [Fact]
    public async Task SubmitBatch_OneElementWrong_TakesNone()
    {
        var refused = await Assert.ThrowsAsync<KeeperApiException>(() => _host.Client.SubmitTasksAsync([Submit.Port(), Submit.Port(70_000)]));

        Assert.Equal(["tasks[1].arguments.port"], refused.Faults.Keys);
        Assert.Empty((await _host.Client.GetTaskPageAsync(new TaskFilter())).Items);
    }
}

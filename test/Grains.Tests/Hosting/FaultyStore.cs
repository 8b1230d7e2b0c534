using Keeper.Storage;
using Keeper.Storage.Access;
using Keeper.Storage.Agents;
using Keeper.Storage.Tasks;
using Keeper.Storage.Vpcs;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>A store whose task writes can be made to fail or be held back, and that counts them.</summary>
internal sealed class FaultyStore(IStore inner) : IStore, ITaskStore
{
    private int _writes;

    /// <summary>Runs before each write of tasks; throwing makes the write fail.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    /// <summary>Runs before rows that are due are looked for.</summary>
    public Action? BeforeDue { get; set; }

    /// <summary>Runs after the outcome of a result's delivery is on disk.</summary>
    public Action<int>? AfterResultTried { get; set; }

    /// <summary>Runs after ended tasks were deleted.</summary>
    public Action<int>? AfterPrune { get; set; }

    /// <summary>How many writes of tasks there were.</summary>
    public int Writes => Volatile.Read(ref _writes);

    public ITaskStore Tasks => this;

    public IAgentStore Agents => inner.Agents;

    public IVpcStore Vpcs => inner.Vpcs;

    public IAccessStore Access => inner.Access;

    public IGrainStateStore GrainStates => inner.GrainStates;

    public string Incarnation => inner.Incarnation;

    public StoreHealth Health => HealthNow ?? inner.Health;

    /// <summary>What it says of its health, if not the truth.</summary>
    public StoreHealth? HealthNow { get; set; }

    public async Task<TaskWriteResult> WriteAsync(
        IReadOnlyList<TaskRow> inserts, IReadOnlyList<TaskChange> changes, CancellationToken cancellation = default)
    {
        if (BeforeWrite is { } before)
            await before();
        Interlocked.Increment(ref _writes);
        return await inner.Tasks.WriteAsync(inserts, changes, cancellation);
    }

    public Task<TaskRow?> FindAsync(string id, CancellationToken cancellation = default) => inner.Tasks.FindAsync(id, cancellation);

    public Task<IReadOnlyList<TaskRow>> FindManyAsync(IReadOnlyList<string> ids, CancellationToken cancellation = default) =>
        inner.Tasks.FindManyAsync(ids, cancellation);

    public Task<TaskRow?> FindByKeyAsync(string vpc, string idempotencyKey, CancellationToken cancellation = default) =>
        inner.Tasks.FindByKeyAsync(vpc, idempotencyKey, cancellation);

    public Task<IReadOnlyList<TaskRow>> LiveOfAgentAsync(string agentId, CancellationToken cancellation = default) =>
        inner.Tasks.LiveOfAgentAsync(agentId, cancellation);

    public Task<IReadOnlyList<TaskRow>> WaitingOfVpcAsync(string vpc, int limit, CancellationToken cancellation = default) =>
        inner.Tasks.WaitingOfVpcAsync(vpc, limit, cancellation);

    public Task<Page<TaskRow>> ListAsync(TaskListQuery query, CancellationToken cancellation = default) =>
        inner.Tasks.ListAsync(query, cancellation);

    public Task<IReadOnlyDictionary<int, long>> CountAsync(string? vpc, CancellationToken cancellation = default) =>
        inner.Tasks.CountAsync(vpc, cancellation);

    public Task<IReadOnlyList<DueOwner>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default)
    {
        BeforeDue?.Invoke();
        return inner.Tasks.DueAsync(now, limit, cancellation);
    }

    public Task<IReadOnlyList<ResultDelivery>> DueResultsAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default) =>
        inner.Tasks.DueResultsAsync(now, limit, cancellation);

    public async Task ResultTriedAsync(string taskId, int tries, DateTimeOffset? nextTryAt, CancellationToken cancellation = default)
    {
        await inner.Tasks.ResultTriedAsync(taskId, tries, nextTryAt, cancellation);
        AfterResultTried?.Invoke(tries);
    }

    public async Task<int> PruneAsync(DateTimeOffset before, int limit, CancellationToken cancellation = default)
    {
        var pruned = await inner.Tasks.PruneAsync(before, limit, cancellation);
        AfterPrune?.Invoke(pruned);
        return pruned;
    }
}

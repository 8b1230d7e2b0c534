namespace Keeper.Storage.Tasks;

/// <summary>Rows of tasks.</summary>
public interface ITaskStore
{
    /// <summary>
    /// Inserts and changes rows in one transaction. Each stands for itself: an insert fails when the id or the idempotency
    /// key exists, a change fails when the version is another, and neither hinders the rest. A change to a terminal state
    /// of a task with a result URL makes its result due for delivery in the same transaction.
    /// </summary>
    Task<TaskWriteResult> WriteAsync(
        IReadOnlyList<TaskRow> inserts, IReadOnlyList<TaskChange> changes, CancellationToken cancellation = default);

    /// <summary>One row.</summary>
    Task<TaskRow?> FindAsync(string id, CancellationToken cancellation = default);

    /// <summary>The rows of those ids that exist, in any order.</summary>
    Task<IReadOnlyList<TaskRow>> FindManyAsync(IReadOnlyList<string> ids, CancellationToken cancellation = default);

    /// <summary>The task of an idempotency key.</summary>
    Task<TaskRow?> FindByKeyAsync(string vpc, string idempotencyKey, CancellationToken cancellation = default);

    /// <summary>Rows of an agent that are not terminal, oldest first.</summary>
    Task<IReadOnlyList<TaskRow>> LiveOfAgentAsync(string agentId, CancellationToken cancellation = default);

    /// <summary>Rows of a VPC that are not terminal and have no agent, oldest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<TaskRow>> WaitingOfVpcAsync(string vpc, int limit, CancellationToken cancellation = default);

    /// <summary>One page, newest first.</summary>
    Task<Page<TaskRow>> ListAsync(TaskListQuery query, CancellationToken cancellation = default);

    /// <summary>How many rows are in each state.</summary>
    Task<IReadOnlyDictionary<int, long>> CountAsync(string? vpc, CancellationToken cancellation = default);

    /// <summary>Owners of live rows whose due time has come.</summary>
    Task<IReadOnlyList<DueOwner>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default);

    /// <summary>Results to deliver now.</summary>
    Task<IReadOnlyList<ResultDelivery>> DueResultsAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default);

    /// <summary>Notes what came of a delivery: the next try, or <see langword="null"/> when there is none any more.</summary>
    Task ResultTriedAsync(string taskId, int tries, DateTimeOffset? nextTryAt, CancellationToken cancellation = default);

    /// <summary>Deletes terminal rows that ended before a time.</summary>
    /// <returns>How many went, at most <paramref name="limit"/>.</returns>
    Task<int> PruneAsync(DateTimeOffset before, int limit, CancellationToken cancellation = default);
}

/// <summary>What came of a write, in the order given.</summary>
/// <param name="Inserted">Whether each insert was made.</param>
/// <param name="Changed">Whether each change was made.</param>
public sealed record TaskWriteResult(IReadOnlyList<bool> Inserted, IReadOnlyList<bool> Changed);

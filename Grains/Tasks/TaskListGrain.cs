using Keeper.Protocol.Tasks;
using Keeper.Storage;
using Keeper.Storage.Tasks;
using Orleans;
using Orleans.Concurrency;

namespace Keeper.Grains.Tasks;

/// <summary>Lists tasks from the store.</summary>
[StatelessWorker]
internal sealed class TaskListGrain(IStore store) : Grain, ITaskListGrain
{
    /// <inheritdoc/>
    public async Task<TaskPage> ListAsync(TaskQuery query)
    {
        var page = await store.Tasks.ListAsync(new TaskListQuery(
            query.Vpc, query.AgentId, query.States?.Select(s => (int)s).ToList(), query.Kind, query.Text,
            Math.Clamp(query.Limit, 1, 1_000), query.Cursor));
        return new TaskPage(page.Items.Select(r => r.ToInfo()).ToList(), page.Next);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(string? vpc)
    {
        var counts = await store.Tasks.CountAsync(vpc);
        return TaskStates.All
            .Select((word, state) => (word, count: counts.GetValueOrDefault(state)))
            .ToDictionary(c => c.word, c => c.count, StringComparer.Ordinal);
    }
}

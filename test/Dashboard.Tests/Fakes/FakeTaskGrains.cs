using System.Globalization;
using System.Text.Json;
using Keeper.Dashboard.Tasks.Model;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tests.Fakes;

internal sealed class FakeTaskListGrain(FakePlatform platform) : ITaskListGrain
{
    public Task<TaskPage> ListAsync(TaskQuery query)
    {
        platform.ThrowIfOut();
        var skip = query.Cursor is null ? 0 : int.Parse(query.Cursor, CultureInfo.InvariantCulture);
        var found = platform.Tasks.Values
            .Where(t => query.Vpc is null || t.Vpc == query.Vpc)
            .Where(t => query.AgentId is null || t.AgentId == query.AgentId)
            .Where(t => query.Kind is null || t.Kind == query.Kind)
            .Where(t => query.States is null || query.States.Contains(t.State))
            .Where(t => query.Text is null || t.Arguments.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id, StringComparer.Ordinal).Skip(skip).ToList();
        var next = found.Count > query.Limit ? (skip + query.Limit).ToString(CultureInfo.InvariantCulture) : null;
        return Task.FromResult(new TaskPage([.. found.Take(query.Limit)], next));
    }

    public Task<IReadOnlyDictionary<string, long>> CountAsync(string? vpc) => Task.FromResult<IReadOnlyDictionary<string, long>>(
        platform.Tasks.Values.Where(t => vpc is null || t.Vpc == vpc)
            .GroupBy(t => t.State.Word(), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.LongCount(), StringComparer.Ordinal));
}

internal sealed class FakeTaskGrain(FakePlatform platform, string id) : ITaskGrain
{
    public Task<TaskInfo?> GetAsync()
    {
        platform.ThrowIfOut();
        return Task.FromResult(platform.Tasks.GetValueOrDefault(id));
    }

    public Task<CancelAnswer> CancelAsync(string cause)
    {
        if (!platform.Tasks.TryGetValue(id, out var task))
            return Task.FromResult(new CancelAnswer(null, false));
        if (task.State.IsTerminal())
            return Task.FromResult(new CancelAnswer(task, false));
        var ended = Enter(task, TaskState.Cancelled, platform.Time.GetUtcNow(), cause) with { FinishedAt = platform.Time.GetUtcNow() };
        platform.Put(ended);
        return Task.FromResult(new CancelAnswer(ended, true));
    }

    public Task<TaskInfo?> SubscribeAsync(ITaskObserver observer)
    {
        platform.Observers[(id, observer)] = true;
        return GetAsync();
    }

    public Task UnsubscribeAsync(ITaskObserver observer)
    {
        platform.Observers.TryRemove((id, observer), out _);
        platform.WhenUnobserved.Raise();
        return Task.CompletedTask;
    }

    public Task ChangedAsync(TaskInfo task) => throw new NotSupportedException();

    /// <summary>The task after one more step.</summary>
    public static TaskInfo Enter(TaskInfo task, TaskState state, DateTimeOffset at, string cause, string? agentId = null, TaskResult? result = null) => task with
    {
        State = state,
        AgentId = agentId ?? task.AgentId,
        Version = task.Version + 1,
        Timeline = JsonSerializer.Serialize(
            [.. TaskTexts.Timeline(task), new TimelineEntry(state, at, cause, agentId, agentId is null ? null : task.Attempt)],
            AgentWireJson.Default.ListTimelineEntry),
        Result = result is null ? task.Result : JsonSerializer.Serialize(result, AgentWireJson.Default.TaskResult),
        FinishedAt = state.IsTerminal() ? at : null,
    };
}

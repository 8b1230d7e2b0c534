using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;
using Microsoft.Extensions.Logging;

namespace Keeper.Grains.Vpcs;

// Tasks that wait for an agent, and how they get one.
internal sealed partial class VpcGrain
{
    /// <summary>How many waiting tasks are looked at in one round of placing.</summary>
    private const int RoundSize = 1_000;

    private static readonly TimeSpan StraysAfter = TimeSpan.FromSeconds(5);

    private long _loadedAt;
    private bool _placing;
    private bool _placeAgain;

    /// <inheritdoc/>
    public async Task AgentChangedAsync(AgentStanding standing)
    {
        if (!Exists())
            return;
        var able = _agents.Update(standing, agentOptions.Value.QueueLimit);
        if (able is null && await store.Agents.FindAsync(standing.AgentId) is { } row && row.Vpc == Name)
        {
            // Made by another activation of this grain.
            _agents.Put(row);
            able = _agents.Update(standing, agentOptions.Value.QueueLimit);
        }

        if (able == true)
            await PlaceAsync();
    }

    /// <inheritdoc/>
    public async Task TakeBackAsync(IReadOnlyList<TaskInfo> tasks)
    {
        if (!Exists())
            return;
        foreach (var task in tasks)
        {
            if (task.AgentId is null && task.State == TaskState.Created)
                _waiting.Add(task.ToRow() with { DueAt = clock.GetUtcNow() });
        }

        await PlaceAsync();
    }

    /// <inheritdoc/>
    public async Task<CancelAnswer?> CancelAsync(string taskId, string cause)
    {
        if (!Exists() || await FindAsync(taskId) is not { } task)
            return null;
        var plan = new TaskPlan();
        plan.Set(task, TaskTransitions.Finish(task.Row, TaskState.Cancelled, clock.GetUtcNow(), cause, result: null));
        return await CommitAsync(plan) == 0 ? null : new CancelAnswer(task.Row.ToInfo(), Cancelled: true);
    }

    /// <inheritdoc/>
    public Task<bool> WatchAsync(string taskId)
    {
        // Also while it is being handed to an agent: that tells, too.
        if (_waiting.Find(taskId) is not { } task)
            return Task.FromResult(false);
        task.Watched = true;
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public async Task CheckDueAsync()
    {
        if (!Exists())
            return;
        var changed = await ExpireAsync();
        await PlaceAsync();
        changed += await RearmAsync();
        // The sweeper saw a due row, yet nothing here was due: read the rows again, for one may have come by another way.
        if (changed > 0 || clock.GetElapsedTime(_loadedAt) < StraysAfter)
            return;
        _loadedAt = clock.GetTimestamp();
        foreach (var row in await store.Tasks.WaitingOfVpcAsync(Name, taskOptions.Value.WaitingLimit))
            _waiting.Add(row);
        await ExpireAsync();
        await PlaceAsync();
        await RearmAsync();
    }

    private Task<int> ExpireAsync()
    {
        var now = clock.GetUtcNow();
        var plan = new TaskPlan();
        foreach (var task in _waiting.Expired(now).Where(t => t.Next is null).Take(TaskPlan.Limit))
        {
            plan.Set(task, TaskTransitions.Finish(
                task.Row, TaskState.Expired, now, $"expired: {_agents.WhyNobody(task.Row.Kind)}", result: null));
        }

        return CommitAsync(plan);
    }

    /// <summary>Gives waiting tasks to agents, in the order of the queue, until no agent takes any more.</summary>
    private async Task PlaceAsync()
    {
        // Calls interleave; whoever comes while tasks are being placed has them looked at once more.
        _placeAgain = true;
        if (_placing)
            return;
        _placing = true;
        try
        {
            while (_placeAgain)
            {
                _placeAgain = false;
                while (_waiting.Count > 0 && await PlaceRoundAsync())
                {
                    // Until a round moves nothing.
                }
            }
        }
        finally
        {
            _placing = false;
        }
    }

    private async Task<bool> PlaceRoundAsync()
    {
        var now = clock.GetUtcNow();
        var tasks = new List<LiveTask>();
        var placeable = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var task in _waiting.Queue)
        {
            if (tasks.Count == RoundSize)
                break;
            if (task.Moving || task.Next is not null || task.Row.ExpiresAt <= now)
                continue;
            if (!placeable.TryGetValue(task.Row.Kind, out var can))
                placeable[task.Row.Kind] = can = _agents.CanPlace(task.Row.Kind);
            if (can)
                tasks.Add(task);
        }

        if (tasks.Count == 0)
            return false;
        var (groups, _) = _agents.Choose(tasks, Enumerable.Range(0, tasks.Count), t => t.Row.Kind);
        var moved = await Task.WhenAll(groups.Select(g => MoveAsync(g.Key, g.Value.ConvertAll(i => tasks[i]))));
        return moved.Sum() > 0;
    }

    private async Task<int> MoveAsync(AgentView agent, List<LiveTask> tasks)
    {
        tasks.ForEach(t => t.Moving = true);
        try
        {
            var answer = await Agent(agent.Id).AdoptAsync(tasks.ConvertAll(t => t.Row.ToInfo()));
            agent.Load = Math.Max(agent.Load - tasks.Count, answer.Load);
            agent.IsFull |= answer.Full;
            var moved = 0;
            for (var i = 0; i < tasks.Count; i++)
            {
                if (!answer.Taken[i])
                    continue;
                moved++;
                _waiting.Drop(tasks[i]);
                await TellMovedAsync(tasks[i], agent.Id);
            }

            return moved;
        }
        catch (Exception e)
        {
            // They still wait; the sweeper has them looked at again.
            LogMoveFailed(logger, Name, agent.Id, tasks.Count, e);
            return 0;
        }
        finally
        {
            tasks.ForEach(t => t.Moving = false);
        }
    }

    /// <summary>The task grain reads the row and turns to the new owner.</summary>
    private Task TellMovedAsync(LiveTask task, string agentId) => task.Watched
        ? GrainFactory.GetGrain<ITaskGrain>(task.Row.Id).ChangedAsync(
            task.Row.ToInfo() with { AgentId = agentId, Version = task.Row.Version + 1 })
        : Task.CompletedTask;

    /// <summary>What stays is not due again before it expires.</summary>
    private Task<int> RearmAsync()
    {
        var now = clock.GetUtcNow();
        var plan = new TaskPlan();
        foreach (var task in _waiting.Queue)
        {
            if (plan.IsFull)
                break;
            if (!task.Moving && task.Next is null && task.Row.DueAt <= now && task.Row.ExpiresAt > now)
                plan.Set(task, task.Row with { DueAt = task.Row.ExpiresAt });
        }

        return CommitAsync(plan);
    }

    private async Task<int> CommitAsync(TaskPlan plan)
    {
        if (plan.IsEmpty)
            return 0;
        TaskWriteResult written;
        try
        {
            written = await store.Tasks.WriteAsync([], plan.Changes());
        }
        catch
        {
            plan.Discard();
            throw;
        }

        var committed = plan.Commit(_waiting, written.Changed);
        foreach (var task in committed)
        {
            if (task.Watched)
                await GrainFactory.GetGrain<ITaskGrain>(task.Row.Id).ChangedAsync(task.Row.ToInfo());
        }

        _hints?.Mark(tasks: true);
        return committed.Count;
    }

    /// <summary>A task that waits here, read from the store if it is not in memory.</summary>
    private async Task<LiveTask?> FindAsync(string taskId)
    {
        if (_waiting.Find(taskId) is null
            && await store.Tasks.FindAsync(taskId) is { AgentId: null } row && row.Vpc == Name && row.IsLive())
        {
            _waiting.Add(row);
        }

        return _waiting.Find(taskId) is { Moving: false, Next: null } task ? task : null;
    }

    [LoggerMessage(1220, LogLevel.Warning, "VPC {Vpc}: agent {AgentId} could not be given {Count} waiting tasks.")]
    private static partial void LogMoveFailed(ILogger logger, string vpc, string agentId, int count, Exception exception);
}

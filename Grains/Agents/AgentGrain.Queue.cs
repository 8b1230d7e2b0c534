using Keeper.Grains.Tasks;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Agents;

// What comes into the queue and what leaves it by the operator's will.
internal sealed partial class AgentGrain
{
    private readonly HashSet<string> _arriving = new(StringComparer.Ordinal);
    private readonly HashSet<string> _watchedOnArrival = new(StringComparer.Ordinal);
    private bool _leaving;

    private int Room => _options.QueueLimit - _book.Count - _arriving.Count;

    /// <inheritdoc/>
    public async Task<EnqueueAnswer> EnqueueAsync(IReadOnlyList<NewTask> tasks)
    {
        if (!IsOpen())
            return new EnqueueAnswer(new bool[tasks.Count], Full: false, _book.Count);
        var at = clock.GetUtcNow();
        var timeline = Timeline.Begin(Timeline.Entry(TaskState.Created, at, $"accepted; assigned to agent {_row!.Name}", Id));
        var choice = Choose(tasks, t => t.Submission.AgentId is not null);
        var rows = choice.Indexes.ConvertAll(i => TaskRows.New(tasks[i], _row.Vpc, Id, at, timeline));
        var taken = await ArriveAsync(rows, async () => (await store.Tasks.WriteAsync(rows, [])).Inserted);
        return choice.Answer(tasks.Count, taken, _book.Count);
    }

    /// <inheritdoc/>
    public async Task<EnqueueAnswer> AdoptAsync(IReadOnlyList<TaskInfo> tasks)
    {
        if (!IsOpen())
            return new EnqueueAnswer(new bool[tasks.Count], Full: false, _book.Count);
        var at = clock.GetUtcNow();
        var cause = $"assigned to agent {_row!.Name}";
        var choice = Choose(tasks, _ => false);
        var rows = choice.Indexes.ConvertAll(i => TaskTransitions.Assign(tasks[i].ToRow(), Id, at, cause));
        var changes = rows.ConvertAll(r => r.ToChange(r.Version));
        var taken = await ArriveAsync(
            rows.ConvertAll(r => r with { Version = r.Version + 1 }), async () => (await store.Tasks.WriteAsync([], changes)).Changed);
        return choice.Answer(tasks.Count, taken, _book.Count);
    }

    /// <inheritdoc/>
    public async Task<CancelAnswer?> CancelAsync(string taskId, string cause)
    {
        if (_row is null)
        {
            // It came too late to be given back when the agent was deleted. Its VPC can end it.
            await ReleaseOrphansAsync();
            DeactivateOnIdle();
            return null;
        }

        if (await FindAsync(taskId) is not { } task)
            return null;
        var wasHeld = task.IsHeld;
        var plan = new TaskPlan();
        plan.Set(task, TaskTransitions.Finish(task.Row, TaskState.Cancelled, clock.GetUtcNow(), cause, result: null));
        if ((await CommitAsync(plan)).Count == 0)
            return null;
        if (wasHeld)
        {
            _notices.Add(taskId);
            await WakeAsync();
        }

        return new CancelAnswer(task.Row.ToInfo(), Cancelled: true);
    }

    /// <inheritdoc/>
    public Task<bool> WatchAsync(string taskId)
    {
        if (_book.Find(taskId) is { } task)
            task.Watched = true;
        else if (_arriving.Contains(taskId))
            _watchedOnArrival.Add(taskId);
        else
            return Task.FromResult(false);
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string cause)
    {
        if (_row is not { } row)
        {
            DeactivateOnIdle();
            return false;
        }

        // From here on nothing comes in, although new tasks may arrive between the writes.
        _leaving = true;
        try
        {
            await ReleaseAllAsync($"agent {row.Name} was deleted: {cause}");
            await store.Agents.DeleteAsync(Id);
            // What was on its way when this began has arrived by now.
            await ReleaseAllAsync($"agent {row.Name} was deleted: {cause}");
        }
        finally
        {
            _leaving = false;
        }

        SetRow(null);
        await Vpc(row.Vpc).AgentChangedAsync(new AgentStanding { AgentId = Id, Health = AgentHealth.Unknown, Removed = true });
        _hints?.Mark(agents: true);
        await WakeAsync(always: true);
        DeactivateOnIdle();
        return true;
    }

    private bool IsOpen()
    {
        if (_row is null)
            DeactivateOnIdle();
        return _row is not null && !_leaving;
    }

    /// <summary>Takes what there is room for. One that is offline takes only what no other agent may have.</summary>
    private ArrivalChoice Choose<T>(IReadOnlyList<T> tasks, Func<T, bool> isPinned)
    {
        var choice = new ArrivalChoice();
        var room = Room;
        for (var i = 0; i < tasks.Count; i++)
        {
            if (!IsAlive && !isPinned(tasks[i]))
                continue;
            if (choice.Indexes.Count < room)
                choice.Indexes.Add(i);
            else
                choice.Full = true;
        }

        return choice;
    }

    /// <summary>Writes arriving rows and takes those into the book that were written. Meanwhile their room is reserved.</summary>
    private async Task<IReadOnlyList<bool>> ArriveAsync(List<TaskRow> rows, Func<Task<IReadOnlyList<bool>>> write)
    {
        if (rows.Count == 0)
            return [];
        rows.ForEach(r => _arriving.Add(r.Id));
        IReadOnlyList<bool> written;
        try
        {
            written = await write();
        }
        finally
        {
            rows.ForEach(r => _arriving.Remove(r.Id));
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var watched = _watchedOnArrival.Remove(rows[i].Id);
            if (written[i])
                _book.Add(rows[i]).Watched |= watched;
        }

        _hints?.Mark(tasks: true);
        if (_row is null)
        {
            // Deleted during the write, which nobody could foresee: nobody else would look for these before they expire.
            await ReleaseAllAsync($"agent {Id} was deleted");
            return written;
        }

        var terms = Terms();
        // Should the agent have gone offline during the write, what came in late is given back at once.
        Arm(IsAlive ? DueTasks.ExpiryTime(_book, terms) : terms.Now);
        await WakeAsync();
        return written;
    }

    /// <summary>A live task of this agent, read from the store if it is not in the book.</summary>
    private async Task<LiveTask?> FindAsync(string taskId)
    {
        if (_row is null)
        {
            DeactivateOnIdle();
            return null;
        }

        if (_book.Find(taskId) is null && !_arriving.Contains(taskId)
            && await store.Tasks.FindAsync(taskId) is { } row && row.AgentId == Id && row.IsLive())
        {
            Load([row]);
        }

        return _book.Find(taskId);
    }
}

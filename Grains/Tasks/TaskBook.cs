using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tasks;

/// <summary>
/// The live tasks of one owner (an agent, or a VPC while no agent is chosen): a queue by priority and then age, and what
/// is in an agent's hands. Follows the rows; decides nothing.
/// </summary>
/// <param name="agentId">The owning agent; <see langword="null"/> for a VPC.</param>
internal sealed class TaskBook(string? agentId)
{
    private readonly Dictionary<string, LiveTask> _tasks = new(StringComparer.Ordinal);
    private readonly SortedSet<LiveTask> _queue = new(QueueOrder.Instance);
    private readonly HashSet<LiveTask> _held = [];

    /// <summary>How many there are.</summary>
    public int Count => _tasks.Count;

    /// <summary>Those that wait, in the order in which they are handed out.</summary>
    public SortedSet<LiveTask> Queue => _queue;

    /// <summary>Those that an agent has.</summary>
    public HashSet<LiveTask> Held => _held;

    /// <summary>Not later than the first expiry in the queue, so that nothing needs to be looked at before.</summary>
    public DateTimeOffset EarliestExpiry { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Finds a task.</summary>
    public LiveTask? Find(string id) => _tasks.GetValueOrDefault(id);

    /// <summary>Takes a row in; the task that is there already, if there is one.</summary>
    public LiveTask Add(TaskRow row)
    {
        if (_tasks.TryGetValue(row.Id, out var known))
            return known;
        var task = new LiveTask(row);
        _tasks.Add(row.Id, task);
        Place(task);
        return task;
    }

    /// <summary>Forgets a task, whose row is left as it is.</summary>
    public void Drop(LiveTask task)
    {
        _tasks.Remove(task.Row.Id);
        _queue.Remove(task);
        _held.Remove(task);
    }

    /// <summary>The prepared change of a task is on disk.</summary>
    public void Commit(LiveTask task)
    {
        task.Row = task.Next! with { Version = task.Row.Version + 1 };
        task.Next = null;
        if (!task.Row.IsLive() || task.Row.AgentId != agentId)
        {
            Drop(task);
            return;
        }

        _queue.Remove(task);
        _held.Remove(task);
        Place(task);
    }

    /// <summary>Looks through the queue for what has expired; does nothing as long as nothing can have.</summary>
    public IReadOnlyList<LiveTask> Expired(DateTimeOffset now)
    {
        if (now < EarliestExpiry)
            return [];
        List<LiveTask> expired = [];
        EarliestExpiry = DateTimeOffset.MaxValue;
        foreach (var task in _queue)
        {
            if (task.Row.ExpiresAt <= now && !task.Moving)
                expired.Add(task);
            if (task.Row.ExpiresAt < EarliestExpiry)
                EarliestExpiry = task.Row.ExpiresAt;
        }

        return expired;
    }

    private void Place(LiveTask task)
    {
        if (task.Row.State != (int)TaskState.Created)
        {
            _held.Add(task);
            return;
        }

        _queue.Add(task);
        if (task.Row.ExpiresAt < EarliestExpiry)
            EarliestExpiry = task.Row.ExpiresAt;
    }
}

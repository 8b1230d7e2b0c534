using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tasks;

/// <summary>
/// Changes that one write will make. A task may be changed more than once before that (reported as started and as
/// finished in the same request); the row then changes once.
/// </summary>
internal sealed class TaskPlan
{
    private readonly List<LiveTask> _tasks = [];

    /// <summary>Most changes of one write that nobody waits for; what is left is done in the next.</summary>
    public const int Limit = 1_000;

    public bool IsFull => _tasks.Count >= Limit;

    public bool IsEmpty => _tasks.Count == 0;

    public IReadOnlyList<LiveTask> Tasks => _tasks;

    /// <summary>Prepares a change.</summary>
    public void Set(LiveTask task, TaskRow next)
    {
        if (task.Next is null)
            _tasks.Add(task);
        task.Next = next;
    }

    /// <summary>The changes, for the store.</summary>
    public TaskChange[] Changes()
    {
        var changes = new TaskChange[_tasks.Count];
        for (var i = 0; i < changes.Length; i++)
            changes[i] = _tasks[i].Next!.ToChange(_tasks[i].Row.Version);
        return changes;
    }

    /// <summary>The write did not happen.</summary>
    public void Discard()
    {
        foreach (var task in _tasks)
            task.Next = null;
        _tasks.Clear();
    }

    /// <summary>
    /// The write happened. Rows that somebody else had changed are forgotten: nothing is believed over a row's version.
    /// </summary>
    /// <returns>The tasks whose rows changed.</returns>
    public List<LiveTask> Commit(TaskBook book, IReadOnlyList<bool> changed)
    {
        var committed = new List<LiveTask>(_tasks.Count);
        for (var i = 0; i < _tasks.Count; i++)
        {
            if (changed[i])
            {
                book.Commit(_tasks[i]);
                committed.Add(_tasks[i]);
            }
            else
            {
                _tasks[i].Next = null;
                _tasks[i].IsLost = true;
                book.Drop(_tasks[i]);
            }
        }

        return committed;
    }
}

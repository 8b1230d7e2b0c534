using Keeper.Grains.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Model;

/// <summary>
/// What queue, leases and attempts must do, written from docs/task-states.md: no queue, no store, no grains. It does not
/// say what an agent is handed, only what it may be handed.
/// </summary>
internal sealed class ReferenceModel
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ModelTask> _tasks = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ModelTask> Tasks => _tasks.Values;

    public DateTimeOffset Now { get; set; }

    public void Submitted(ModelTask task) => _tasks.Add(task.Id, task);

    public ModelTask Find(string id) => _tasks[id];

    /// <summary>A poll, up to its reports.</summary>
    /// <returns>Attempts that the agent should stop.</returns>
    public HashSet<Attempt> Named(string agent, IReadOnlyList<Attempt> named)
    {
        HashSet<Attempt> strangers = [];
        foreach (var attempt in named)
        {
            if (_tasks.TryGetValue(attempt.TaskId, out var task) && task.IsHeldBy(agent) && task.Attempt == attempt.Number)
                task.LeaseEnds = (Now + Lease, Now + Lease);
            else
                strangers.Add(attempt);
        }

        return strangers;
    }

    /// <summary>A report, and whether it has to be accepted.</summary>
    public bool Reported(string agent, AttemptReport report)
    {
        if (!_tasks.TryGetValue(report.TaskId, out var task) || task.Agent != agent || task.Attempt != report.Attempt)
            return false;
        if (task.State.IsTerminal())
            return Repeats(task.State, report.State);
        if (!task.IsHeld)
            return false;
        if (task.State == TaskState.Dispatching)
        {
            task.LeaseEnds = (Now + Lease, Now + Lease);
            task.RunEnds = Now + TimeSpan.FromSeconds(task.RunTimeoutSeconds) + Grace;
        }

        task.State = report.State;
        return true;
    }

    /// <summary>A new process, or a new installation, does not have what it does not name.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="named">What it names.</param>
    /// <param name="known">Of which tasks the one that hears it knows; <see langword="null"/> for all.</param>
    public void GaveBack(string agent, IReadOnlyList<Attempt> named, IReadOnlySet<string>? known = null)
    {
        foreach (var task in Tasks.Where(t => t.IsHeldBy(agent) && !named.Contains(new Attempt(t.Id, t.Attempt)) && known?.Contains(t.Id) != false))
            task.Lose();
    }

    /// <summary>A clean shutdown gives back what was not started.</summary>
    public void SaidBye(string agent)
    {
        foreach (var task in Tasks.Where(t => t.IsHeldBy(agent) && t.State == TaskState.Dispatching))
            task.Lose();
    }

    /// <summary>An agent is deleted: what nobody else may do, or nobody may do twice, ends; the rest goes to others.</summary>
    public void Deleted(string agent)
    {
        foreach (var task in Tasks.Where(t => !t.State.IsTerminal() && (t.PinnedTo == agent || t.IsHeldBy(agent))))
        {
            if (task.PinnedTo is null && task.CanBeLost)
                task.Lose();
            else
                task.State = TaskState.Cancelled;
        }
    }

    /// <summary>An instruction in an answer: a new lease, or a repeated hand-over of the same attempt.</summary>
    /// <returns>What is wrong with it; <see langword="null"/> when nothing is.</returns>
    public string? HandedOver(string agent, AgentInstruction instruction, bool mayRepeat)
    {
        var task = Find(instruction.TaskId);
        if (task.Attempt != instruction.Attempt)
            return $"{task.Id} was handed over as attempt {instruction.Attempt}, and is in attempt {task.Attempt}";
        if (task.IsHeld && (task.Agent != agent || task.State != TaskState.Dispatching || !mayRepeat))
            return $"{task.Id}, {task.State} in the hands of {task.Agent}, was handed to {agent}";
        if (task.State.IsTerminal())
            return $"{task.Id} was handed over after it had ended {task.State}";
        if (task.State == TaskState.Created && task.ExpiresAt <= Now)
            return $"{task.Id} was handed over after it had expired";
        (task.State, task.Agent, task.LeaseEnds) = (TaskState.Dispatching, agent, (Now + Lease, Now + Lease));
        return null;
    }

    /// <summary>A request that failed: it may or may not have renewed leases.</summary>
    public void Failed(string agent)
    {
        foreach (var task in Tasks.Where(t => t.IsHeldBy(agent)))
            task.LeaseEnds = (task.LeaseEnds.Earliest, Now + Lease);
    }

    /// <summary>Time has come to <see cref="Now"/>.</summary>
    public void Passed()
    {
        foreach (var task in Tasks)
        {
            if (task.State == TaskState.Running && task.RunEnds <= Now)
                task.State = TaskState.TimedOut;
            else if (task.IsHeld && task.LeaseEnds.Latest <= Now)
                task.Lose();
        }
    }

    /// <summary>What is in no memory any more is read again; see <see cref="Reloaded(ModelTask)"/>.</summary>
    public void SiloRestarted()
    {
        foreach (var task in Tasks.Where(t => t.IsHeld))
            Reloaded(task);
    }

    /// <summary>The same of one agent's grain.</summary>
    public void Reloaded(string agent)
    {
        foreach (var task in Tasks.Where(t => t.IsHeldBy(agent)))
            Reloaded(task);
    }

    /// <summary>Whether the end that a report tells of is on record.</summary>
    public bool Knows(string agent, AttemptReport report) =>
        _tasks.TryGetValue(report.TaskId, out var task) && task.Agent == agent && task.Attempt == report.Attempt
        && task.State.IsTerminal() && Repeats(task.State, report.State);

    public IReadOnlyList<ModelTask> BackedUp() => [.. Tasks.Select(t => t.Copy())];

    /// <summary>Everything is as it was when it was backed up; what came later has never been.</summary>
    public void Restored(IReadOnlyList<ModelTask> backup)
    {
        _tasks.Clear();
        foreach (var task in backup)
            _tasks.Add(task.Id, task.Copy());
        SiloRestarted();
    }

    /// <summary>
    /// Nobody can renew a lease that is in no memory: it starts afresh. Nobody can report either: what runs is not given up
    /// before that lease and the grace of a late report are over.
    /// </summary>
    private void Reloaded(ModelTask task)
    {
        task.LeaseEnds = (Now + Lease, Now + Lease);
        if (task.State == TaskState.Running && task.RunEnds < Now + Lease + Grace)
            task.RunEnds = Now + Lease + Grace;
    }

    private static bool Repeats(TaskState ended, TaskState said) =>
        said == ended || (said == TaskState.Running && ended is TaskState.Succeeded or TaskState.Failed or TaskState.TimedOut);
}

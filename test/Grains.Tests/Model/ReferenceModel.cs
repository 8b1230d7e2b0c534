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
    public void GaveBack(string agent, IReadOnlyList<Attempt> named)
    {
        foreach (var task in Tasks.Where(t => t.IsHeldBy(agent) && !named.Contains(new Attempt(t.Id, t.Attempt))))
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

    /// <summary>
    /// Nobody can renew a lease while no silo runs: each starts afresh. Nobody can report either: what runs is not given up
    /// before that lease and the grace of a late report are over.
    /// </summary>
    public void SiloRestarted()
    {
        foreach (var task in Tasks.Where(t => t.IsHeld))
        {
            task.LeaseEnds = (Now + Lease, Now + Lease);
            if (task.State == TaskState.Running && task.RunEnds < Now + Lease + Grace)
                task.RunEnds = Now + Lease + Grace;
        }
    }

    private static bool Repeats(TaskState ended, TaskState said) =>
        said == ended || (said == TaskState.Running && ended is TaskState.Succeeded or TaskState.Failed or TaskState.TimedOut);
}

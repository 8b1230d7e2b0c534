using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Model;

/// <summary>A task as docs/task-states.md has it.</summary>
internal sealed class ModelTask(string id, bool isRepeatable, string? pinnedTo, DateTimeOffset expiresAt, int runTimeoutSeconds)
{
    public string Id { get; } = id;

    public bool IsRepeatable { get; } = isRepeatable;

    /// <summary>The only agent that may have it; <see langword="null"/> when any may.</summary>
    public string? PinnedTo { get; } = pinnedTo;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    public int RunTimeoutSeconds { get; } = runTimeoutSeconds;

    public TaskState State { get; set; } = TaskState.Created;

    public int Attempt { get; set; } = 1;

    /// <summary>Who has it, or had it when it ended.</summary>
    public string? Agent { get; set; }

    /// <summary>
    /// The lease ends between these two. They differ only after a request that failed: whether it counts as a sign of life
    /// is left open.
    /// </summary>
    public (DateTimeOffset Earliest, DateTimeOffset Latest) LeaseEnds { get; set; }

    public DateTimeOffset RunEnds { get; set; }

    public bool IsHeld => State is TaskState.Dispatching or TaskState.Running;

    /// <summary>Whether losing its lease takes it from its agent.</summary>
    public bool CanBeLost => State == TaskState.Dispatching || (State == TaskState.Running && IsRepeatable);

    public bool IsHeldBy(string agent) => IsHeld && Agent == agent;

    public ModelTask Copy() => (ModelTask)MemberwiseClone();

    public void Lose()
    {
        if (!CanBeLost)
            return;
        (State, Agent) = (TaskState.Created, null);
        Attempt++;
    }
}

using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tasks;

/// <summary>A task that has not ended, in the memory of its owner.</summary>
internal sealed class LiveTask(TaskRow row)
{
    /// <summary>The row as it is on disk, as far as this owner knows.</summary>
    public TaskRow Row { get; set; } = row;

    /// <summary>The row as it shall be, while a write is prepared or under way.</summary>
    public TaskRow? Next { get; set; }

    /// <summary>The row as decisions see it: with what the write under way will change.</summary>
    public TaskRow Current => Next ?? Row;

    /// <summary>The state as decisions see it.</summary>
    public TaskState State => (TaskState)Current.State;

    /// <summary>When the lease ends unless it is renewed, in timestamps of the monotonic clock.</summary>
    public long LeaseUntil { get; set; }

    /// <summary>The lease has ended but the task may not be repeated: only its late report or its run time-out ends it.</summary>
    public bool LeaseGone { get; set; }

    /// <summary>When a running task is given up, in timestamps.</summary>
    public long RunUntil { get; set; } = long.MaxValue;

    /// <summary>Number of the last poll that named this attempt.</summary>
    public long NamedIn { get; set; }

    /// <summary>Somebody waits for it: its task grain is told of every change.</summary>
    public bool Watched { get; set; }

    /// <summary>Being handed to an agent; nobody else touches it until that is answered.</summary>
    public bool Moving { get; set; }

    /// <summary>Somebody else had changed the row; this owner has forgotten it.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether an attempt that was lost while it ran may be made again.</summary>
    /// <param name="announced">Kinds unknown to Keeper of which the agent that ran it has said that they may.</param>
    public bool IsRepeatable(IReadOnlySet<string> announced) => InstructionKinds.TryGet(Row.Kind, out _)
        ? InstructionKinds.IsRepeatable(Row.Kind, new RawJson(Row.Arguments))
        : announced.Contains(Row.Kind);

    /// <summary>Whether an agent has it.</summary>
    public bool IsHeld => State is TaskState.Dispatching or TaskState.Running;
}

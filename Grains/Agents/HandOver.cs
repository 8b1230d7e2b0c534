using Keeper.Grains.Tasks;

namespace Keeper.Grains.Agents;

/// <summary>What one answer hands to an agent. Bounded by what the agent can take and by what an answer may weigh.</summary>
/// <param name="capacity">How many instructions the agent can take.</param>
internal sealed class HandOver(int capacity)
{
    /// <summary>Most instructions of one answer; the next poll, which comes at once, brings more.</summary>
    public const int MaxCount = 1_000;

    /// <summary>Most characters of arguments of one answer; a single instruction always fits.</summary>
    public const int MaxCharacters = 2 * 1024 * 1024;

    private readonly List<LiveTask> _tasks = [];
    private int _characters;

    public IReadOnlyList<LiveTask> Tasks => _tasks;

    public bool IsFull => _tasks.Count >= Math.Min(capacity, MaxCount) || _characters >= MaxCharacters;

    public void Add(LiveTask task)
    {
        _tasks.Add(task);
        _characters += task.Row.Arguments.Length;
    }

    /// <summary>The instructions, once the leases are on disk. A row that somebody else had changed was not leased.</summary>
    public List<AgentInstruction> Instructions()
    {
        var instructions = new List<AgentInstruction>(_tasks.Count);
        foreach (var task in _tasks)
        {
            if (!task.IsLost && task.Row.State == (int)Protocol.Tasks.TaskState.Dispatching)
                instructions.Add(new(task.Row.Id, task.Row.Attempt, task.Row.Kind, task.Row.Arguments, task.Row.RunTimeoutSeconds));
        }

        return instructions;
    }
}

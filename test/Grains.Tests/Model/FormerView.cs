using Keeper.Grains.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tests.Model;

/// <summary>What a silo that was left behind has in memory, and which of it is still so.</summary>
/// <param name="memory">The rows when it was left behind.</param>
/// <param name="known">Whom it took for its agents then.</param>
internal sealed class FormerView(IReadOnlyDictionary<string, TaskRow> memory, IReadOnlyDictionary<string, Installation> known)
{
    private readonly HashSet<string> _fresh = new(StringComparer.Ordinal);
    private Dictionary<string, TaskRow> _disk = new(StringComparer.Ordinal);

    /// <summary>Tasks about which it believes what is on disk: what it does to them counts.</summary>
    public IReadOnlySet<string> Fresh => _fresh;

    /// <summary>Compares its memory with the disk.</summary>
    public void Look(IReadOnlyList<TaskRow> disk)
    {
        _disk = disk.ToDictionary(r => r.Id, StringComparer.Ordinal);
        _fresh.UnionWith(memory.Values.Where(r => _disk.TryGetValue(r.Id, out var now) && now.Version == r.Version).Select(r => r.Id));
    }

    /// <summary>The same for one that may not write at all.</summary>
    public void LookAtAll(IReadOnlyList<TaskRow> disk) => _disk = disk.ToDictionary(r => r.Id, StringComparer.Ordinal);

    /// <summary>It has read this row again.</summary>
    public void HasRead(string taskId) => _fresh.Add(taskId);

    public bool Knows(string agent) => known.ContainsKey(agent);

    public Installation Agent(string agent) => known[agent];

    /// <summary>What it remembers of a task of this agent; <see langword="null"/> when it has to read the row.</summary>
    public TaskRow? Of(string agent, string taskId) =>
        memory.TryGetValue(taskId, out var row) && row.AgentId == agent && row.State < TaskRow.FirstTerminalState ? row : null;

    /// <summary>Whether it believes that this agent is at an attempt.</summary>
    public bool IsAt(string agent, Attempt attempt) =>
        Of(agent, attempt.TaskId) is { State: not (int)TaskState.Created } row && row.Attempt == attempt.Number;

    public bool IsRunning(string agent, string taskId) => Of(agent, taskId) is { State: (int)TaskState.Running };

    /// <summary>What has changed although it was none of its business.</summary>
    public IEnumerable<string> Overwritten(IReadOnlyList<TaskRow> after) =>
        from row in after
        where !_fresh.Contains(row.Id) && _disk.TryGetValue(row.Id, out var before) && before.Version != row.Version
        select $"{row.Id} was overwritten by a silo that had not read it: {_disk[row.Id].Timeline} became {row.Timeline}";
}

using Keeper.Grains.Agents;

namespace Keeper.Grains.Vpcs;

/// <summary>An agent as its VPC knows it: as the agent last said, plus what it was given since.</summary>
internal sealed class AgentView(string id, string name)
{
    private Dictionary<string, AgentExecutor> _kinds = [];
    private IReadOnlyList<AgentExecutor>? _executors;

    public string Id { get; } = id;

    public string Name { get; } = name;

    public AgentHealth Health { get; set; }

    /// <summary>Tasks that it had when it last said, plus those assigned since.</summary>
    public int Load { get; set; }

    /// <summary>It had no room when it was last given something; nothing more goes there until its load has fallen.</summary>
    public bool IsFull { get; set; }

    /// <summary>Number of the choice that last fell on it; among equals the one longest not chosen is next.</summary>
    public long LastChosen { get; set; }

    public bool CanWork => (Health is AgentHealth.Healthy or AgentHealth.Degraded) && !IsFull;

    public IReadOnlyCollection<string> Kinds => _kinds.Keys;

    public bool Has(string kind) => _kinds.ContainsKey(kind);

    /// <summary>What it has announced of a kind.</summary>
    public AgentExecutor? Executor(string kind) => _kinds.GetValueOrDefault(kind);

    /// <summary>Sets its kinds.</summary>
    /// <returns>Whether one is new.</returns>
    public bool SetKinds(IReadOnlyList<AgentExecutor> executors)
    {
        // Agents say how they stand a few times a second, and what they can do almost never changes.
        if (ReferenceEquals(executors, _executors))
            return false;
        _executors = executors;
        var kinds = new Dictionary<string, AgentExecutor>(executors.Count, StringComparer.Ordinal);
        var gained = false;
        foreach (var executor in executors)
        {
            kinds[executor.Kind] = executor;
            gained |= !_kinds.ContainsKey(executor.Kind);
        }

        _kinds = kinds;
        return gained;
    }
}

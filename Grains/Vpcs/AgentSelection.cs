using Keeper.Grains.Agents;

namespace Keeper.Grains.Vpcs;

/// <summary>
/// Chooses agents for the tasks of one batch: of those that have the kind and can work, healthy before degraded, then the
/// least loaded, then the one longest not chosen. Each choice counts as load, so that a batch is spread.
/// </summary>
/// <param name="agents">The agents of the VPC.</param>
/// <param name="choices">Number of the last choice; goes on counting.</param>
internal sealed class AgentSelection(IReadOnlyCollection<AgentView> agents, long choices)
{
    private readonly Dictionary<string, PriorityQueue<AgentView, (bool, int, long)>> _byKind = new(StringComparer.Ordinal);

    /// <summary>Number of the last choice.</summary>
    public long Choices { get; private set; } = choices;

    /// <summary>Chooses; <see langword="null"/> when no agent can.</summary>
    public AgentView? Choose(string kind)
    {
        if (!_byKind.TryGetValue(kind, out var candidates))
            _byKind[kind] = candidates = Candidates(kind);
        while (candidates.TryDequeue(out var agent, out var rank))
        {
            if (!agent.CanWork)
                continue;
            if (Rank(agent) != rank)
            {
                // It was chosen for another kind meanwhile.
                candidates.Enqueue(agent, Rank(agent));
                continue;
            }

            agent.Load++;
            agent.LastChosen = ++Choices;
            candidates.Enqueue(agent, Rank(agent));
            return agent;
        }

        return null;
    }

    private PriorityQueue<AgentView, (bool, int, long)> Candidates(string kind)
    {
        List<(AgentView, (bool, int, long))> able = [];
        foreach (var agent in agents)
        {
            if (agent.CanWork && agent.Has(kind))
                able.Add((agent, Rank(agent)));
        }

        return new PriorityQueue<AgentView, (bool, int, long)>(able);
    }

    private static (bool IsDegraded, int Load, long LastChosen) Rank(AgentView agent) =>
        (agent.Health == AgentHealth.Degraded, agent.Load, agent.LastChosen);
}

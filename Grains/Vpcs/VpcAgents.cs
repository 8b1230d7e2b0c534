using Keeper.Grains.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas.Rules;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Agents;

namespace Keeper.Grains.Vpcs;

/// <summary>The agents of one VPC, as far as its grain knows. No I/O.</summary>
internal sealed class VpcAgents
{
    private const int MaxSchemas = 200;

    private readonly Dictionary<string, AgentView> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ArgumentRules?> _rules = new(StringComparer.Ordinal);
    private long _choices;

    public int Count => _agents.Count;

    public bool Knows(string agentId) => _agents.ContainsKey(agentId);

    public AgentView? Find(string agentId) => _agents.GetValueOrDefault(agentId);

    /// <summary>The kinds unknown to Keeper that agents have, whatever their health.</summary>
    public IEnumerable<string> OwnKinds() => _agents.Values.SelectMany(a => a.Kinds)
        .Where(k => !InstructionKinds.TryGet(k, out _)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The agents that would be given a task of a kind: those that can be reached, or, while none can, all that have it.</summary>
    public IReadOnlyList<AgentView> Able(string kind)
    {
        List<AgentView> all = [.. _agents.Values.Where(a => a.Has(kind))];
        var reachable = all.FindAll(a => a.Health is AgentHealth.Healthy or AgentHealth.Degraded);
        return reachable.Count > 0 ? reachable : all;
    }

    /// <summary>The rules of a schema that an agent has announced; <see langword="null"/> when they cannot be enforced here.</summary>
    public ArgumentRules? RulesOf(string schema)
    {
        if (_rules.TryGetValue(schema, out var rules))
            return rules;
        // Agents of one VPC share a few; more means that they change all the time.
        if (_rules.Count == MaxSchemas)
            _rules.Clear();
        return _rules[schema] = ArgumentRules.TryRead(new RawJson(schema));
    }

    /// <summary>Whether an agent that has a kind can work now.</summary>
    public bool CanPlace(string kind)
    {
        foreach (var agent in _agents.Values)
        {
            if (agent.CanWork && agent.Has(kind))
                return true;
        }

        return false;
    }

    /// <summary>Takes in an agent's row.</summary>
    public void Put(AgentRow row)
    {
        if (!_agents.TryGetValue(row.Id, out var agent))
            _agents[row.Id] = agent = new AgentView(row.Id, row.Name);
        agent.Health = (AgentHealth)row.Health;
        agent.SetKinds(GrainJson.ReadExecutors(row.Executors));
    }

    /// <summary>An agent has said how it stands.</summary>
    /// <param name="standing">What it said.</param>
    /// <param name="queueLimit">How much one agent may have.</param>
    /// <returns>Whether tasks that wait may find an agent now that did not before; <see langword="null"/> when the agent is unknown.</returns>
    public bool? Update(AgentStanding standing, int queueLimit)
    {
        if (standing.Removed)
        {
            _agents.Remove(standing.AgentId);
            return false;
        }

        if (!_agents.TryGetValue(standing.AgentId, out var agent))
            return null;
        var before = agent.CanWork;
        agent.Health = standing.Health;
        agent.Load = standing.Load;
        agent.IsFull = agent.IsFull && standing.Load > queueLimit / 2;
        var gained = agent.SetKinds(standing.Executors);
        return agent.CanWork && (gained || !before);
    }

    /// <summary>Chooses agents for a batch: the places in it that each agent gets, and those for which there is none.</summary>
    public (Dictionary<AgentView, List<int>> Groups, List<int> Unplaced) Choose<T>(
        IReadOnlyList<T> batch, IEnumerable<int> places, Func<T, string> kind)
    {
        var selection = new AgentSelection(_agents.Values, _choices);
        Dictionary<AgentView, List<int>> groups = [];
        List<int> unplaced = [];
        foreach (var place in places)
        {
            if (selection.Choose(kind(batch[place])) is not { } agent)
                unplaced.Add(place);
            else if (groups.TryGetValue(agent, out var group))
                group.Add(place);
            else
                groups[agent] = [place];
        }

        _choices = selection.Choices;
        return (groups, unplaced);
    }

    /// <summary>Why nobody took a task of a kind, for people.</summary>
    public string WhyNobody(string kind)
    {
        if (_agents.Count == 0)
            return "the VPC has no agent";
        var able = 0;
        var alive = 0;
        foreach (var agent in _agents.Values)
        {
            if (!agent.Has(kind))
                continue;
            able++;
            alive += agent.Health is AgentHealth.Healthy or AgentHealth.Degraded ? 1 : 0;
        }

        return able == 0 ? $"no agent of the VPC can execute '{kind}'"
            : alive == 0 ? $"every agent that can execute '{kind}' was offline"
            : "every agent was busy";
    }
}

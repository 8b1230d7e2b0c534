using Keeper.Grains.Tasks;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Validation;

namespace Keeper.Grains.Vpcs;

/// <summary>
/// What a VPC finds wrong with submissions, for one batch: what it knows of its agents does not change meanwhile. No I/O.
/// </summary>
internal sealed class SubmissionRules(VpcAgents agents)
{
    private readonly Dictionary<string, IReadOnlyList<AgentView>> _able = new(StringComparer.Ordinal);

    public static string NoSuchVpc(string vpc) => $"there is no VPC '{vpc}'";

    /// <summary>Faults of one submission as one message under the field of the first.</summary>
    public static string Together(IReadOnlyList<SubmissionFault> faults) =>
        string.Join("; ", faults.Select((f, i) => i == 0 ? f.Message : $"{f.Field}: {f.Message}"));

    /// <summary>Every fault of one submission. Kinds that Keeper knows have been checked by whoever hands it over.</summary>
    public IReadOnlyList<SubmissionFault> Faults(int place, string? kind, string? agentId, string? arguments)
    {
        var faults = new List<SubmissionFault>();
        var pinned = agentId is null ? null : agents.Find(agentId);
        if (kind is not null && !InstructionKinds.TryGet(kind, out _))
            AddFaultsOfPlugin(faults, place, kind, pinned, arguments);
        if (agentId is not null && pinned is null)
            faults.Add(new(place, "agentId", $"'{Names.Shorten(agentId)}' is not an agent of the VPC"));
        return faults;
    }

    private void AddFaultsOfPlugin(List<SubmissionFault> faults, int place, string kind, AgentView? pinned, string? arguments)
    {
        if (!_able.TryGetValue(kind, out var able))
            _able[kind] = able = agents.Able(kind);
        if (able.Count == 0)
            faults.Add(new(place, "kind", NobodyHas(kind)));
        else if (pinned is not null && !pinned.Has(kind))
            faults.Add(new(place, "agentId", $"agent {pinned.Name} does not have the kind '{kind}'; agents that have it: {string.Join(", ", able.Take(5).Select(a => a.Name))}"));
        else if (arguments is not null)
            AddFaultsOfArguments(faults, place, kind, pinned is null ? able : [pinned], arguments);
    }

    private string NobodyHas(string kind)
    {
        List<string> others = [.. agents.OwnKinds()];
        return $"'{Names.Shorten(kind)}' is a kind that neither Keeper nor any agent of the VPC has; Keeper has {string.Join(", ", InstructionKinds.Names)}"
            + (others.Count == 0 ? "" : $", agents of the VPC have {string.Join(", ", others)}");
    }

    /// <summary>
    /// Whichever of these agents gets the task must understand it, so every schema that one of them has announced must let
    /// it pass. Where they differ, the fault says whose it is: a task may be pinned to an agent that takes it.
    /// </summary>
    private void AddFaultsOfArguments(List<SubmissionFault> faults, int place, string kind, IReadOnlyList<AgentView> able, string arguments)
    {
        var variants = able.DistinctBy(a => a.Executor(kind)!.ArgumentsSchema).ToList();
        foreach (var agent in variants)
        {
            var executor = agent.Executor(kind)!;
            if (executor.ArgumentsSchema is null || agents.RulesOf(executor.ArgumentsSchema) is not { } rules)
                continue;
            var found = new Faults();
            rules.Check(new RawJson(arguments).Parse(), "arguments", found);
            var whose = variants.Count == 1 ? "" : $" (agent {agent.Name}, version {executor.Version})";
            faults.AddRange(found.ByField().SelectMany(f => f.Value.Select(m => new SubmissionFault(place, f.Key, m + whose))));
            if (faults.Count > 0)
                return;
        }
    }
}

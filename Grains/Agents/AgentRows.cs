using System.Collections.Frozen;
using Keeper.Storage.Agents;

namespace Keeper.Grains.Agents;

/// <summary>Between agents' rows and what grains say of them.</summary>
internal static class AgentRows
{
    public static AgentInfo ToInfo(this AgentRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Vpc = row.Vpc,
        Health = (AgentHealth)row.Health,
        HealthReason = row.HealthReason,
        LastSeenAt = row.LastSeenAt,
        Version = row.SoftwareVersion,
        Executors = GrainJson.ReadExecutors(row.Executors),
        PluginFaults = GrainJson.ReadPluginFaults(row.PluginFaults),
        Labels = GrainJson.ReadLabels(row.Labels),
        CreatedAt = row.CreatedAt,
    };

    /// <summary>The kinds that it has announced as repeatable.</summary>
    public static FrozenSet<string> RepeatableKinds(this AgentInfo agent) =>
        agent.Executors.Where(e => e.Repeatable).Select(e => e.Kind).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The row with what a poll says of the agent's installation and software.</summary>
    public static AgentRow With(this AgentRow row, AgentPoll poll) => row with
    {
        InstanceId = poll.InstanceId,
        StartedAt = poll.StartedAt,
        SoftwareVersion = poll.Version ?? row.SoftwareVersion,
        Executors = poll.Executors is { } executors ? GrainJson.Write(executors) : row.Executors,
        // An agent that says what it has says all that it lacks: an older one says nothing, and has no such plug-ins any more.
        PluginFaults = poll.Executors is null ? row.PluginFaults : GrainJson.Write(poll.PluginFaults ?? []),
        Labels = poll.Labels is { } labels ? GrainJson.Write(labels) : row.Labels,
    };
}

using Keeper.Grains.Access;
using Keeper.Grains.Agents;
using Keeper.Grains.Vpcs;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Vpcs;

namespace Keeper.Gateway.Operator;

/// <summary>From what grains know to what operators are told.</summary>
internal static class Documents
{
    public static VpcDocument Of(VpcInfo vpc) => new(vpc.Name, vpc.Description, vpc.Labels, vpc.CreatedAt);

    public static AuditDocument Of(AuditEntry entry) => new(entry.At, entry.Principal, entry.Action, entry.Target, entry.Detail);

    public static AgentDocument Of(AgentInfo agent) => new()
    {
        Id = agent.Id,
        Name = agent.Name,
        Vpc = agent.Vpc,
        Health = agent.Health.ToString(),
        HealthReason = agent.HealthReason,
        LastSeenAt = agent.LastSeenAt,
        Version = agent.Version,
        Executors = [.. agent.Executors.Select(e => new ExecutorInfo(
            e.Kind, e.Version, e.ArgumentsSchema is { } schema ? new RawJson(schema) : null, e.Repeatable))],
        PluginFaults = [.. agent.PluginFaults.Select(f => new PluginFault(f.Plugin, f.Reason))],
        Labels = agent.Labels,
        Queued = agent.Queued,
        InFlight = agent.InFlight,
        CreatedAt = agent.CreatedAt,
        CpuPercent = agent.CpuPercent,
        MemoryBytes = agent.MemoryBytes,
        Outbox = agent.Outbox,
    };
}

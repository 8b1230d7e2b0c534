using Keeper.Grains.Agents;

namespace Keeper.Dashboard.Agents.Model;

/// <summary>How many agents are in each health.</summary>
public readonly record struct HealthCounts(int Healthy, int Degraded, int Offline, int Unknown)
{
    /// <summary>The order in which people want to see them: trouble first.</summary>
    public static readonly AgentHealth[] Order = [AgentHealth.Offline, AgentHealth.Degraded, AgentHealth.Unknown, AgentHealth.Healthy];

    public int Total => Healthy + Degraded + Offline + Unknown;

    public int this[AgentHealth health] => health switch
    {
        AgentHealth.Healthy => Healthy,
        AgentHealth.Degraded => Degraded,
        AgentHealth.Offline => Offline,
        _ => Unknown,
    };

    public static HealthCounts Of(IEnumerable<FleetCount> counts) => counts.Aggregate(default(HealthCounts), (sum, c) => sum.Plus(c.Health, c.Agents));

    private HealthCounts Plus(AgentHealth health, int agents) => health switch
    {
        AgentHealth.Healthy => this with { Healthy = Healthy + agents },
        AgentHealth.Degraded => this with { Degraded = Degraded + agents },
        AgentHealth.Offline => this with { Offline = Offline + agents },
        _ => this with { Unknown = Unknown + agents },
    };
}

using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;

namespace Keeper.Dashboard.Agents.Model;

/// <summary>What the fleet page was last told.</summary>
/// <param name="Counts">All agents by VPC and health, whatever the filter.</param>
/// <param name="Vpcs">All VPCs, also those without agents.</param>
/// <param name="Agents">The agents that the filter lets through, at most <see cref="MaxAgents"/>.</param>
/// <param name="IsCut">Whether there are more.</param>
/// <param name="Selected">The agent in the side panel.</param>
/// <param name="SelectedTasks">Its newest tasks.</param>
public sealed record FleetView(
    IReadOnlyList<FleetCount> Counts,
    IReadOnlyList<string> Vpcs,
    IReadOnlyList<AgentInfo> Agents,
    bool IsCut,
    AgentInfo? Selected,
    IReadOnlyList<TaskInfo> SelectedTasks)
{
    /// <summary>A page holds no more than this many; beyond, people filter.</summary>
    public const int MaxAgents = 1_000;
}

using Keeper.Grains.Tasks;

namespace Keeper.Dashboard.Tasks.Model;

/// <summary>What the task list was last told.</summary>
/// <param name="Page">The tasks that the filter lets through, newest first.</param>
/// <param name="Counts">Tasks by the word of their state, in the chosen VPC or in all.</param>
/// <param name="Vpcs">VPCs to choose from.</param>
/// <param name="AgentNames">Names of the agents that the tasks name, by id; those that are gone are missing.</param>
public sealed record TasksView(
    TaskPage Page,
    IReadOnlyDictionary<string, long> Counts,
    IReadOnlyList<string> Vpcs,
    IReadOnlyDictionary<string, string> AgentNames);

using Keeper.Grains.Tasks;

namespace Keeper.Dashboard.Tasks.Model;

/// <summary>What the page of one task was last told.</summary>
/// <param name="Task">The task; <see langword="null"/> when there is none.</param>
/// <param name="AgentNames">Names of the agents in its timeline, by id; those that are gone are missing.</param>
public sealed record TaskFacts(TaskInfo? Task, IReadOnlyDictionary<string, string> AgentNames);

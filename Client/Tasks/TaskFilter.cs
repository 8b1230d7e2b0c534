using Keeper.Protocol.Tasks;

namespace Keeper.Client.Tasks;

/// <summary>Which tasks to list. What is <see langword="null"/> does not filter.</summary>
public sealed record TaskFilter
{
    /// <summary>Tasks of this VPC.</summary>
    public string? Vpc { get; init; }

    /// <summary>Tasks that this agent has or had last.</summary>
    public string? AgentId { get; init; }

    /// <summary>Tasks in this state.</summary>
    public TaskState? State { get; init; }

    /// <summary>Tasks of this kind.</summary>
    public string? Kind { get; init; }
}

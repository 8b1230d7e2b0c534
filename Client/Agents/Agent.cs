namespace Keeper.Client.Agents;

/// <summary>An agent as the platform sees it.</summary>
public sealed record Agent
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Name, unique in its VPC.</summary>
    public required string Name { get; init; }

    /// <summary>The VPC that it belongs to.</summary>
    public required string Vpc { get; init; }

    /// <summary>Healthy, Degraded, Offline or Unknown.</summary>
    public required string Health { get; init; }

    /// <summary>Why the health is what it is.</summary>
    public string HealthReason { get; init; } = "";

    /// <summary>When it was last heard; <see langword="null"/> if it never was.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Version of its software.</summary>
    public string? Version { get; init; }

    /// <summary>The kinds that it can execute.</summary>
    public IReadOnlyList<AgentExecutor> Executors { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Tasks that wait for it.</summary>
    public int Queued { get; init; }

    /// <summary>Tasks that it has.</summary>
    public int InFlight { get; init; }
}

/// <summary>A kind that an agent can execute.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Version">The executor's version.</param>
public sealed record AgentExecutor(string Kind, string? Version = null);

/// <summary>The agent to make.</summary>
/// <param name="Name">Name, unique in the VPC.</param>
public sealed record AgentRequest(string Name);

/// <summary>An agent that was made before it ever connected. The token is shown this once.</summary>
/// <param name="Id">Id.</param>
/// <param name="Token">The token that enrols just this agent.</param>
public sealed record CreatedAgent(string Id, string Token);

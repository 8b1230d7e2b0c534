namespace Keeper.Protocol.Agents;

/// <summary>An agent as the operator API answers it.</summary>
public sealed record AgentDocument
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>Name, unique in its VPC.</summary>
    public required string Name { get; init; }

    /// <summary>The VPC that it belongs to.</summary>
    public required string Vpc { get; init; }

    /// <summary>Healthy, Degraded, Offline or Unknown.</summary>
    public required string Health { get; init; }

    /// <summary>Why the health is what it is; empty when all is well.</summary>
    public required string HealthReason { get; init; }

    /// <summary>When its last request arrived; <see langword="null"/> if none ever did.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Version of its software; <see langword="null"/> until it has connected.</summary>
    public string? Version { get; init; }

    /// <summary>What it can execute.</summary>
    public IReadOnlyList<ExecutorInfo> Executors { get; init; } = [];

    /// <summary>Plug-ins that it could not load when it started.</summary>
    public IReadOnlyList<PluginFault> PluginFaults { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Tasks that wait for it.</summary>
    public int Queued { get; init; }

    /// <summary>Tasks that it has.</summary>
    public int InFlight { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Load of its process in per cent of one core, as it last said.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Resident memory of its process in bytes, as it last said.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Reports in its outbox, as it last said.</summary>
    public int? Outbox { get; init; }
}

/// <summary>Answer of <c>POST /vpcs/{vpc}/agents</c>.</summary>
/// <param name="Id">The agent.</param>
/// <param name="Token">Enrols this agent once; shown once.</param>
public sealed record AgentCreated(string Id, string Token);

/// <summary>Answer of <c>POST /vpcs/{vpc}/enrollment-tokens</c>.</summary>
/// <param name="Token">The token, shown once.</param>
/// <param name="ExpiresAt">When it stops working.</param>
public sealed record TokenCreated(string Token, DateTimeOffset ExpiresAt);

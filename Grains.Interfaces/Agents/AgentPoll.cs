using Keeper.Protocol.Tasks;
using Orleans;

namespace Keeper.Grains.Agents;

/// <summary>One attempt of one task.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Number">The attempt.</param>
[GenerateSerializer, Immutable, Alias("keeper.Attempt")]
public readonly record struct Attempt([property: Id(0)] string TaskId, [property: Id(1)] int Number);

/// <summary>An agent's word about one attempt.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="State">RUNNING, SUCCEEDED, FAILED or TIMED_OUT; anything else is refused.</param>
/// <param name="At">When, by the agent's clock.</param>
/// <param name="Message">The result's message, for the timeline.</param>
/// <param name="Result">JSON text of a <see cref="TaskResult"/>; required with a terminal state.</param>
[GenerateSerializer, Immutable, Alias("keeper.AttemptReport")]
public sealed record AttemptReport(
    [property: Id(0)] string TaskId,
    [property: Id(1)] int Attempt,
    [property: Id(2)] TaskState State,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string? Message = null,
    [property: Id(5)] string? Result = null);

/// <summary>A report that was not accepted.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("keeper.ReportRefusal")]
public sealed record ReportRefusal([property: Id(0)] Attempt Attempt, [property: Id(1)] string Reason);

/// <summary>A poll as it reaches the agent's grain.</summary>
[GenerateSerializer, Immutable, Alias("keeper.AgentPoll")]
public sealed record AgentPoll
{
    /// <summary>SHA-256 of the secret that was presented, in hex.</summary>
    [Id(0)] public required string SecretHash { get; init; }

    /// <summary>Identity of the installation.</summary>
    [Id(1)] public required string InstanceId { get; init; }

    /// <summary>When the agent's process started, by its clock.</summary>
    [Id(2)] public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the poll was sent, by the agent's clock.</summary>
    [Id(3)] public required DateTimeOffset SentAt { get; init; }

    /// <summary>How many more instructions it can take.</summary>
    [Id(4)] public required int Capacity { get; init; }

    /// <summary>Every attempt that it still has.</summary>
    [Id(5)] public IReadOnlyList<Attempt> Running { get; init; } = [];

    /// <summary>Reports.</summary>
    [Id(6)] public IReadOnlyList<AttemptReport> Reports { get; init; } = [];

    /// <summary>Load of its process in per cent of one core.</summary>
    [Id(7)] public double? CpuPercent { get; init; }

    /// <summary>Resident memory in bytes.</summary>
    [Id(8)] public long? MemoryBytes { get; init; }

    /// <summary>Reports in its outbox.</summary>
    [Id(9)] public int? Outbox { get; init; }

    /// <summary>Version of its software, when it says so.</summary>
    [Id(10)] public string? Version { get; init; }

    /// <summary>Its executors, when it says so.</summary>
    [Id(11)] public IReadOnlyList<AgentExecutor>? Executors { get; init; }

    /// <summary>Its labels, when it says so.</summary>
    [Id(12)] public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Plug-ins that it could not load, when it says so; they count beside <see cref="Executors"/> only.</summary>
    [Id(13)] public IReadOnlyList<AgentPluginFault>? PluginFaults { get; init; }

    /// <summary>What keeps it from taking work, in its own words.</summary>
    [Id(14)] public string? Fault { get; init; }
}

/// <summary>Whether the caller is who it says it is.</summary>
public enum AgentAccess
{
    /// <summary>It is.</summary>
    Granted = 0,

    /// <summary>No such agent, wrong secret, or the agent was deleted: 401.</summary>
    Unauthorized = 1,

    /// <summary>Another installation with the same credential has taken over (a copied disk): 409.</summary>
    Superseded = 2,
}

/// <summary>What an agent gets.</summary>
[GenerateSerializer, Immutable, Alias("keeper.PollAnswer")]
public sealed record PollAnswer
{
    /// <summary>Whether anything else of this answer counts.</summary>
    [Id(0)] public AgentAccess Access { get; init; }

    /// <summary>Leased to the agent, on disk.</summary>
    [Id(1)] public IReadOnlyList<AgentInstruction> Instructions { get; init; } = [];

    /// <summary>Tasks that the agent named and must stop.</summary>
    [Id(2)] public IReadOnlyList<string> Cancelled { get; init; } = [];

    /// <summary>Reports that are on disk.</summary>
    [Id(3)] public IReadOnlyList<Attempt> Accepted { get; init; } = [];

    /// <summary>Reports that will never be accepted.</summary>
    [Id(4)] public IReadOnlyList<ReportRefusal> Refused { get; init; } = [];

    /// <summary>An answer without anything in it.</summary>
    public static PollAnswer Empty { get; } = new();

    /// <summary>The answer to a caller that is not let in.</summary>
    public static PollAnswer Denied(AgentAccess access) => new() { Access = access };
}

/// <summary>What an agent is to do.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Arguments">JSON text of the arguments.</param>
/// <param name="RunTimeoutSeconds">How long it may run.</param>
[GenerateSerializer, Immutable, Alias("keeper.AgentInstruction")]
public sealed record AgentInstruction(
    [property: Id(0)] string TaskId,
    [property: Id(1)] int Attempt,
    [property: Id(2)] string Kind,
    [property: Id(3)] string Arguments,
    [property: Id(4)] int RunTimeoutSeconds);

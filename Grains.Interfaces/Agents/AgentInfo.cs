using System.Text.Json.Serialization;
using Orleans;

namespace Keeper.Grains.Agents;

/// <summary>What the platform thinks of an agent (mission A8). The numbers are stored: never renumber.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgentHealth>))]
public enum AgentHealth
{
    /// <summary>It has never connected.</summary>
    Unknown = 0,

    /// <summary>It polls as it should.</summary>
    Healthy = 1,

    /// <summary>It polls, but something is wrong; the reason says what.</summary>
    Degraded = 2,

    /// <summary>It has been silent for too long, or said good-bye.</summary>
    Offline = 3,
}

/// <summary>An agent as operators see it.</summary>
[GenerateSerializer, Immutable, Alias("keeper.AgentInfo")]
public sealed record AgentInfo
{
    /// <summary>Id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Name, unique in its VPC.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>The VPC that it belongs to, by its credential.</summary>
    [Id(2)] public required string Vpc { get; init; }

    /// <summary>Health.</summary>
    [Id(3)] public required AgentHealth Health { get; init; }

    /// <summary>Why the health is what it is, for people; empty when all is well.</summary>
    [Id(4)] public required string HealthReason { get; init; }

    /// <summary>When the last request arrived; <see langword="null"/> if none ever did.</summary>
    [Id(5)] public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Version of its software.</summary>
    [Id(6)] public string? Version { get; init; }

    /// <summary>The kinds that it can execute, with versions.</summary>
    [Id(7)] public IReadOnlyList<AgentExecutor> Executors { get; init; } = [];

    /// <summary>Labels.</summary>
    [Id(8)] public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Tasks that wait for it.</summary>
    [Id(9)] public int Queued { get; init; }

    /// <summary>Tasks that it has.</summary>
    [Id(10)] public int InFlight { get; init; }

    /// <summary>When it was made.</summary>
    [Id(11)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Load of its process in per cent of one core, as it last said.</summary>
    [Id(12)] public double? CpuPercent { get; init; }

    /// <summary>Resident memory of its process in bytes, as it last said.</summary>
    [Id(13)] public long? MemoryBytes { get; init; }

    /// <summary>Reports in its outbox, as it last said.</summary>
    [Id(14)] public int? Outbox { get; init; }

    /// <summary>Plug-ins that it could not load when it started.</summary>
    [Id(15)] public IReadOnlyList<AgentPluginFault> PluginFaults { get; init; } = [];
}

/// <summary>A kind that an agent can execute.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Version">The executor's version.</param>
/// <param name="ArgumentsSchema">JSON schema of its arguments as text, if it announced one.</param>
/// <param name="Repeatable">Whether a lost attempt may be made again; counts for kinds that Keeper itself does not know.</param>
[GenerateSerializer, Immutable, Alias("keeper.AgentExecutor")]
public sealed record AgentExecutor(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Version,
    [property: Id(2)] string? ArgumentsSchema = null,
    [property: Id(3)] bool Repeatable = false);

/// <summary>A plug-in that an agent could not load.</summary>
/// <param name="Plugin">Name of its folder.</param>
/// <param name="Reason">What is wrong with it.</param>
[GenerateSerializer, Immutable, Alias("keeper.AgentPluginFault")]
public sealed record AgentPluginFault([property: Id(0)] string Plugin, [property: Id(1)] string Reason);

/// <summary>Which agents to list.</summary>
[GenerateSerializer, Immutable, Alias("keeper.AgentQuery")]
public sealed record AgentQuery
{
    /// <summary>Agents of this VPC.</summary>
    [Id(0)] public string? Vpc { get; init; }

    /// <summary>Agents of this health.</summary>
    [Id(1)] public AgentHealth? Health { get; init; }

    /// <summary>At most this many, 1 to 1,000.</summary>
    [Id(2)] public int Limit { get; init; } = 100;

    /// <summary>Where the page before ended.</summary>
    [Id(3)] public string? Cursor { get; init; }

    /// <summary>Agents whose name or id contains this text.</summary>
    [Id(4)] public string? Text { get; init; }
}

/// <summary>One page of agents, by VPC and name.</summary>
/// <param name="Items">The agents.</param>
/// <param name="Next">Cursor of the next page; <see langword="null"/> on the last.</param>
[GenerateSerializer, Immutable, Alias("keeper.AgentPage")]
public sealed record AgentPage([property: Id(0)] IReadOnlyList<AgentInfo> Items, [property: Id(1)] string? Next);

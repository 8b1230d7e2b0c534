using System.Text.Json.Serialization;
using Keeper.Protocol.Json;

namespace Keeper.Protocol.Agents;

/// <summary>A kind of instruction that an agent can execute.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Version">Version of the executor.</param>
/// <param name="ArgumentsSchema">JSON schema of its arguments, for kinds that Keeper itself does not know.</param>
/// <param name="Repeatable">
/// Whether an attempt that was lost while it ran may be made again. Counts for kinds that Keeper itself does not know;
/// absent means that it may not.
/// </param>
public sealed record ExecutorInfo(
    string Kind,
    string Version,
    RawJson? ArgumentsSchema = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Repeatable = false);

/// <summary>A plug-in that an agent could not load.</summary>
/// <param name="Plugin">Name of its folder, at most 100 characters.</param>
/// <param name="Reason">Everything that is wrong with it, at most 200 characters; the agent's log has all.</param>
public sealed record PluginFault(string Plugin, string Reason);

/// <summary>Body of <c>POST /agent/v1/enroll</c>.</summary>
public sealed record EnrollRequest
{
    /// <summary>An enrollment token; it decides the VPC.</summary>
    public required string Token { get; init; }

    /// <summary>The agent's name, unique in its VPC.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the agent's software.</summary>
    public required string Version { get; init; }

    /// <summary>Identity of this installation; a copied disk is told apart by it.</summary>
    public required string InstanceId { get; init; }

    /// <summary>What the agent can execute.</summary>
    public IReadOnlyList<ExecutorInfo> Executors { get; init; } = [];

    /// <summary>Labels that operators filter by.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>Answer of <c>POST /agent/v1/enroll</c>. The secret is shown once and stored hashed.</summary>
/// <param name="AgentId">The agent's id.</param>
/// <param name="Vpc">The VPC it now belongs to.</param>
/// <param name="Secret">The bearer for every later call.</param>
/// <param name="HeartbeatSeconds">How often it has to poll, at least.</param>
/// <param name="Incarnation">As in <see cref="PollResponse.Incarnation"/>.</param>
public sealed record EnrollResponse(string AgentId, string Vpc, string Secret, int HeartbeatSeconds, string? Incarnation = null);

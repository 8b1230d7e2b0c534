namespace Keeper.Storage.Agents;

/// <summary>An agent's row.</summary>
public sealed record AgentRow
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>VPC.</summary>
    public required string Vpc { get; init; }

    /// <summary>Name, unique in the VPC.</summary>
    public required string Name { get; init; }

    /// <summary>Raised by one with every change.</summary>
    public required int Version { get; init; }

    /// <summary>SHA-256 of the credential; <see langword="null"/> until it has enrolled.</summary>
    public string? SecretHash { get; init; }

    /// <summary>Health, as the stored number.</summary>
    public int Health { get; init; }

    /// <summary>Why.</summary>
    public string HealthReason { get; init; } = "";

    /// <summary>When a request last arrived, as last written: exact when the health changes, else up to a minute old.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Identity of the installation.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When its process started, by its clock.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Version of its software.</summary>
    public string? SoftwareVersion { get; init; }

    /// <summary>Executors as JSON text.</summary>
    public string Executors { get; init; } = "[]";

    /// <summary>Plug-ins that it could not load as JSON text.</summary>
    public string PluginFaults { get; init; } = "[]";

    /// <summary>Labels as JSON text.</summary>
    public string Labels { get; init; } = "{}";

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Which agents to list. What is <see langword="null"/> does not filter.</summary>
/// <param name="Vpc">VPC.</param>
/// <param name="Health">Health.</param>
/// <param name="Text">Text that name or id contains.</param>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="Cursor">Where the page before ended.</param>
public sealed record AgentListQuery(string? Vpc, int? Health, string? Text, int Limit, string? Cursor);

/// <summary>A number of agents.</summary>
/// <param name="Vpc">VPC.</param>
/// <param name="Health">Health.</param>
/// <param name="Agents">How many.</param>
public sealed record AgentCount(string Vpc, int Health, int Agents);

/// <summary>What agents of a VPC have announced alike.</summary>
/// <param name="Vpc">VPC.</param>
/// <param name="Executors">Executors as JSON text.</param>
/// <param name="Agents">How many agents.</param>
public sealed record AgentAnnouncement(string Vpc, string Executors, int Agents);

/// <summary>Rows of agents.</summary>
public interface IAgentStore
{
    /// <summary>Inserts an agent.</summary>
    /// <returns><see langword="false"/> when the VPC has one of this name.</returns>
    Task<bool> InsertAsync(AgentRow row, CancellationToken cancellation = default);

    /// <summary>Writes every field but id, VPC, name and time of creation if the row's version is one less than the given row's.</summary>
    Task<bool> UpdateAsync(AgentRow row, CancellationToken cancellation = default);

    /// <summary>Removes an agent.</summary>
    Task<bool> DeleteAsync(string id, CancellationToken cancellation = default);

    /// <summary>One agent.</summary>
    Task<AgentRow?> FindAsync(string id, CancellationToken cancellation = default);

    /// <summary>The agent of a name.</summary>
    Task<AgentRow?> FindByNameAsync(string vpc, string name, CancellationToken cancellation = default);

    /// <summary>Every agent of a VPC.</summary>
    Task<IReadOnlyList<AgentRow>> OfVpcAsync(string vpc, CancellationToken cancellation = default);

    /// <summary>One page, by VPC and name.</summary>
    Task<Page<AgentRow>> ListAsync(AgentListQuery query, CancellationToken cancellation = default);

    /// <summary>How many agents are in each health, by VPC.</summary>
    Task<IReadOnlyList<AgentCount>> CountAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Which executors agents have announced, by VPC. Agents with the same software announce the same, so this is short
    /// where there are thousands of them.
    /// </summary>
    Task<IReadOnlyList<AgentAnnouncement>> AnnouncementsAsync(string? vpc, CancellationToken cancellation = default);
}

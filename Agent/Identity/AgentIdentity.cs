namespace Keeper.Agent.Identity;

/// <summary>Who this installation is. The credential part is missing until the platform has answered an enrolment.</summary>
internal sealed record AgentIdentity
{
    /// <summary>Made once for a data folder, before the first enrolment, so that a repeated enrolment is recognised.</summary>
    public required string InstanceId { get; init; }

    public string? AgentId { get; init; }

    public string? Vpc { get; init; }

    public string? Secret { get; init; }

    public int HeartbeatSeconds { get; init; } = 5;

    /// <summary>Hash of the token that the credential was got with; another token may replace a revoked credential.</summary>
    public string? TokenHash { get; init; }
}

namespace Keeper.Storage.Vpcs;

/// <summary>A VPC's row.</summary>
/// <param name="Name">Name.</param>
/// <param name="Description">For people.</param>
/// <param name="Labels">Labels as JSON text.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record VpcRow(string Name, string Description, string Labels, DateTimeOffset CreatedAt);

/// <summary>A token's row.</summary>
public sealed record EnrollmentTokenRow
{
    /// <summary>Id.</summary>
    public required string Id { get; init; }

    /// <summary>The VPC that it lets into.</summary>
    public required string Vpc { get; init; }

    /// <summary>The one agent that it enrols; <see langword="null"/> for any.</summary>
    public string? AgentId { get; init; }

    /// <summary>SHA-256 of the whole token.</summary>
    public required string SecretHash { get; init; }

    /// <summary>When it stops working.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How often it may be used.</summary>
    public required int MaxUses { get; init; }

    /// <summary>How often it was used.</summary>
    public int Uses { get; init; }
}

/// <summary>Rows of VPCs and enrollment tokens.</summary>
public interface IVpcStore
{
    /// <summary>Inserts a VPC, or changes description and labels of the one there is.</summary>
    /// <returns>The row as it now stands.</returns>
    Task<VpcRow> PutAsync(VpcRow row, CancellationToken cancellation = default);

    /// <summary>One VPC.</summary>
    Task<VpcRow?> FindAsync(string name, CancellationToken cancellation = default);

    /// <summary>One page by name.</summary>
    Task<Page<VpcRow>> ListAsync(int limit, string? cursor, CancellationToken cancellation = default);

    /// <summary>Inserts a token.</summary>
    Task AddTokenAsync(EnrollmentTokenRow token, CancellationToken cancellation = default);

    /// <summary>
    /// Counts one use of a token, if it is the given VPC's, its hash is right, it has not expired and has uses left.
    /// </summary>
    /// <returns>The token after the use; <see langword="null"/> when it may not be used.</returns>
    Task<EnrollmentTokenRow?> UseTokenAsync(
        string vpc, string tokenId, string secretHash, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Gives a use back that led to nothing.</summary>
    Task ReturnTokenUseAsync(string tokenId, CancellationToken cancellation = default);
}

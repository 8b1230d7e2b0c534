namespace Keeper.Storage.Access;

/// <summary>A key's row.</summary>
/// <param name="Name">Name.</param>
/// <param name="Hash">SHA-256 of the key.</param>
/// <param name="Role">Role, as the stored number.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Place">Where it is kept, if it is kept in several places with a secret in each.</param>
public sealed record ApiKeyRow(string Name, string Hash, int Role, DateTimeOffset CreatedAt, string Place = "");

/// <summary>An entry of the audit log.</summary>
/// <param name="At">When.</param>
/// <param name="Principal">Who.</param>
/// <param name="Action">What.</param>
/// <param name="Target">On what.</param>
/// <param name="Detail">More.</param>
public sealed record AuditRow(DateTimeOffset At, string Principal, string Action, string Target, string Detail);

/// <summary>API keys, one-time sign-in codes and the audit log.</summary>
public interface IAccessStore
{
    /// <summary>Inserts a key, or replaces hash and role of the one of that name and place.</summary>
    Task PutKeyAsync(ApiKeyRow key, CancellationToken cancellation = default);

    /// <summary>The key of a hash.</summary>
    Task<ApiKeyRow?> FindKeyAsync(string hash, CancellationToken cancellation = default);

    /// <summary>The key of a name; of several places the oldest.</summary>
    Task<ApiKeyRow?> FindKeyByNameAsync(string name, CancellationToken cancellation = default);

    /// <summary>Keeps a sign-in code by its hash.</summary>
    Task AddSignInAsync(string codeHash, string keyName, DateTimeOffset expiresAt, CancellationToken cancellation = default);

    /// <summary>Uses a sign-in code up and answers the name of its key; <see langword="null"/> when unknown or expired.</summary>
    Task<string?> UseSignInAsync(string codeHash, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Adds to the audit log.</summary>
    Task AuditAsync(AuditRow row, CancellationToken cancellation = default);

    /// <summary>One page of the audit log, newest first.</summary>
    Task<Page<AuditRow>> ListAuditAsync(int limit, string? cursor, CancellationToken cancellation = default);

    /// <summary>Deletes audit entries older than a time.</summary>
    Task<int> PruneAuditAsync(DateTimeOffset before, int limit, CancellationToken cancellation = default);
}

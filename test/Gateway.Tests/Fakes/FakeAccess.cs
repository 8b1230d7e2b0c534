using Keeper.Grains.Access;
using Keeper.Protocol.Security;
using Keeper.Testing;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>Knows one key of every role, named and spelt like the role.</summary>
internal sealed class FakeAccess : IAccessGrain
{
    private static readonly Dictionary<string, Principal> Keys = Enum.GetValues<Role>()
        .ToDictionary(role => Secrets.Hash(KeyOf(role)), role => new Principal(KeyOf(role), role));

    public Recorder<AuditEntry> Audit { get; } = new();

    public Exception? Fault { get; set; }

    public static string KeyOf(Role role) => role.ToString().ToLowerInvariant();

    public Task<Principal?> FindKeyAsync(string keyHash) =>
        Fault is { } fault ? Task.FromException<Principal?>(fault) : Task.FromResult(Keys.GetValueOrDefault(keyHash));

    public Task AuditAsync(AuditEntry entry)
    {
        Audit.Add(entry);
        return Task.CompletedTask;
    }

    public Task<AuditPage> ListAuditAsync(int limit, string? cursor) =>
        Task.FromResult(new AuditPage([.. Audit.Items.Take(limit)], null));

    public Task<string> IssueSignInAsync(string keyName) => throw new NotSupportedException();

    public Task<Principal?> RedeemSignInAsync(string code) => throw new NotSupportedException();
}

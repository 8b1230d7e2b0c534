using Keeper.Protocol.Security;
using Keeper.Storage;
using Keeper.Storage.Access;
using Orleans;
using Orleans.Concurrency;

namespace Keeper.Grains.Access;

/// <summary>Keys, one-time sign-ins and the audit log, straight from the store.</summary>
[StatelessWorker]
internal sealed class AccessGrain(IStore store, TimeProvider clock) : Grain, IAccessGrain
{
    private static readonly TimeSpan SignInLifetime = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public async Task<Principal?> FindKeyAsync(string keyHash) => ToPrincipal(await store.Access.FindKeyAsync(keyHash));

    /// <inheritdoc/>
    public async Task<string> IssueSignInAsync(string keyName)
    {
        var code = Secrets.Random();
        await store.Access.AddSignInAsync(Secrets.Hash(code), keyName, clock.GetUtcNow() + SignInLifetime);
        return code;
    }

    /// <inheritdoc/>
    public async Task<Principal?> RedeemSignInAsync(string code) =>
        await store.Access.UseSignInAsync(Secrets.Hash(code), clock.GetUtcNow()) is { } name
            ? ToPrincipal(await store.Access.FindKeyByNameAsync(name))
            : null;

    /// <inheritdoc/>
    public Task AuditAsync(AuditEntry entry) => store.Access.AuditAsync(
        new AuditRow(clock.GetUtcNow(), entry.Principal, entry.Action, entry.Target, entry.Detail));

    /// <inheritdoc/>
    public async Task<AuditPage> ListAuditAsync(int limit, string? cursor)
    {
        var page = await store.Access.ListAuditAsync(Math.Clamp(limit, 1, 1_000), cursor);
        return new AuditPage(
            page.Items.Select(r => new AuditEntry(r.At, r.Principal, r.Action, r.Target, r.Detail)).ToList(), page.Next);
    }

    private static Principal? ToPrincipal(ApiKeyRow? key) => key is null ? null : new Principal(key.Name, (Role)key.Role);
}

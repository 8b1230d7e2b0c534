using Keeper.Grains.Access;
using Keeper.Protocol.Security;

namespace Keeper.Dashboard.Tests.Fakes;

internal sealed class FakeAccessGrain(FakePlatform platform) : IAccessGrain
{
    public Task<Principal?> FindKeyAsync(string keyHash) => Task.FromResult(platform.Keys.GetValueOrDefault(keyHash));

    public Task<string> IssueSignInAsync(string keyName)
    {
        var code = Secrets.Random();
        platform.Codes[code] = platform.Keys.Values.First(k => k.Name == keyName);
        return Task.FromResult(code);
    }

    public Task<Principal?> RedeemSignInAsync(string code) =>
        Task.FromResult(platform.Codes.TryRemove(code, out var principal) ? principal : null);

    public Task AuditAsync(AuditEntry entry)
    {
        platform.Audit.Enqueue(entry with { At = platform.Time.GetUtcNow() });
        return Task.CompletedTask;
    }

    public Task<AuditPage> ListAuditAsync(int limit, string? cursor) =>
        Task.FromResult(new AuditPage([.. platform.Audit.Reverse().Take(limit)], null));
}

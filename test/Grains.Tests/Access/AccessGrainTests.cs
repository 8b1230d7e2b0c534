using Keeper.Grains.Access;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Security;
using Keeper.Storage.Access;

namespace Keeper.Grains.Tests.Access;

public sealed class AccessGrainTests
{
    private static async Task<IAccessGrain> WithKeyAsync(KeeperCluster cluster)
    {
        await cluster.Database.Access.PutKeyAsync(
            new ApiKeyRow("admin", Secrets.Hash("key"), (int)Role.Admin, cluster.Clock.GetUtcNow()));
        return cluster.Grains.GetGrain<IAccessGrain>(0);
    }

    [Fact]
    public async Task FindKey_ByHash_IsItsOwner()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var grain = await WithKeyAsync(cluster);

        Assert.Equal(new Principal("admin", Role.Admin), await grain.FindKeyAsync(Secrets.Hash("key")));
        Assert.Null(await grain.FindKeyAsync(Secrets.Hash("other")));
    }

    [Fact]
    public async Task SignIn_Code_WorksOnce()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var grain = await WithKeyAsync(cluster);
        var code = await grain.IssueSignInAsync("admin");

        Assert.Equal(new Principal("admin", Role.Admin), await grain.RedeemSignInAsync(code));
        Assert.Null(await grain.RedeemSignInAsync(code));
    }

    [Fact]
    public async Task SignIn_AfterFiveMinutes_IsTooOld()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var grain = await WithKeyAsync(cluster);
        var code = await grain.IssueSignInAsync("admin");
        cluster.Clock.Advance(TimeSpan.FromMinutes(5.1));

        Assert.Null(await grain.RedeemSignInAsync(code));
    }

    [Fact]
    public async Task Audit_TwoEntries_AreStampedAndListedNewestFirst()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var grain = await WithKeyAsync(cluster);
        await grain.AuditAsync(new AuditEntry(default, "admin", "task.cancel", "1", ""));
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));
        await grain.AuditAsync(new AuditEntry(default, "admin", "task.cancel", "2", ""));

        var page = await grain.ListAuditAsync(10, null);

        Assert.Equal(["2", "1"], page.Items.Select(e => e.Target));
        Assert.Equal(cluster.Clock.GetUtcNow(), page.Items[0].At);
    }
}

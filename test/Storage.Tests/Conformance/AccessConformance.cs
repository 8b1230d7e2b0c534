using Keeper.Storage.Access;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>Keys, sign-ins and the audit log.</summary>
public abstract class AccessConformance : StoreConformance
{
    private static readonly ApiKeyRow Admin = new("admin", "hash-1", 2, Now);

    [StoreFact]
    public async Task PutKey_New_IsFoundByHashAndByName()
    {
        await Store.Access.PutKeyAsync(Admin);

        Assert.Equal(Admin, await Store.Access.FindKeyAsync("hash-1"));
        Assert.Equal(Admin, await Store.Access.FindKeyByNameAsync("admin"));
        Assert.Null(await Store.Access.FindKeyAsync("hash-2"));
        Assert.Null(await Store.Access.FindKeyByNameAsync("nobody"));
    }

    [StoreFact]
    public async Task PutKey_SameName_ReplacesHashAndRole()
    {
        await Store.Access.PutKeyAsync(Admin);

        await Store.Access.PutKeyAsync(new ApiKeyRow("admin", "hash-2", 1, Now.AddDays(1)));

        Assert.Null(await Store.Access.FindKeyAsync("hash-1"));
        Assert.Equal(new ApiKeyRow("admin", "hash-2", 1, Now), await Store.Access.FindKeyAsync("hash-2"));
    }

    [StoreFact]
    public async Task PutKey_SameNameInAnotherPlace_BothAreValid()
    {
        var other = Admin with { Hash = "hash-2", Place = "b:/data", CreatedAt = Now.AddDays(1) };
        await Store.Access.PutKeyAsync(Admin);
        await Store.Access.PutKeyAsync(other);

        Assert.Equal(Admin, await Store.Access.FindKeyAsync("hash-1"));
        Assert.Equal(other, await Store.Access.FindKeyAsync("hash-2"));
        Assert.Equal(Admin, await Store.Access.FindKeyByNameAsync("admin"));
    }

    [StoreFact]
    public async Task PutKey_HashOfAnother_IsRejected()
    {
        await Store.Access.PutKeyAsync(Admin);

        await Assert.ThrowsAsync<StoreRejectedException>(() => Store.Access.PutKeyAsync(Admin with { Name = "other" }));
    }

    [StoreFact]
    public async Task UseSignIn_Valid_WorksOnce()
    {
        await Store.Access.AddSignInAsync("code", "admin", Now.AddMinutes(5));

        Assert.Equal("admin", await Store.Access.UseSignInAsync("code", Now));
        Assert.Null(await Store.Access.UseSignInAsync("code", Now));
        Assert.Null(await Store.Access.UseSignInAsync("other", Now));
    }

    [StoreFact]
    public async Task UseSignIn_Expired_IsRefused()
    {
        await Store.Access.AddSignInAsync("code", "admin", Now);

        Assert.Null(await Store.Access.UseSignInAsync("code", Now));
    }

    [StoreFact]
    public async Task UseSignIn_ManyAtOnce_OneGetsIn()
    {
        await Store.Access.AddSignInAsync("code", "admin", Now.AddMinutes(5));

        var names = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Store.Access.UseSignInAsync("code", Now)));

        Assert.Single(names, "admin");
    }

    [StoreFact]
    public async Task Audit_PageByPage_NewestFirst()
    {
        foreach (var i in Enumerable.Range(0, 5))
        {
            await Store.Access.AuditAsync(Entry(i));
        }

        var first = await Store.Access.ListAuditAsync(3, null);
        await Store.Access.AuditAsync(Entry(9));
        var second = await Store.Access.ListAuditAsync(3, first.Next);

        Assert.Equal([Entry(4), Entry(3), Entry(2)], first.Items);
        Assert.Equal([Entry(1), Entry(0)], second.Items);
        Assert.Null(second.Next);
    }

    [StoreFact]
    public async Task PruneAudit_Limit_TakesTheOldest()
    {
        foreach (var i in Enumerable.Range(0, 5))
        {
            await Store.Access.AuditAsync(Entry(i));
        }

        Assert.Equal(2, await Store.Access.PruneAuditAsync(Now.AddSeconds(3), 2));
        Assert.Equal(1, await Store.Access.PruneAuditAsync(Now.AddSeconds(3), 2));
        Assert.Equal([Entry(4), Entry(3)], (await Store.Access.ListAuditAsync(10, null)).Items);
    }

    private static AuditRow Entry(int i) => new(Now.AddSeconds(i), "admin", "task.cancel", "t" + i, "because");
}

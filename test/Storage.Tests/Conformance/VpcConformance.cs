using Keeper.Storage.Vpcs;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>Rows of VPCs and enrollment tokens.</summary>
public abstract class VpcConformance : StoreConformance
{
    private static readonly EnrollmentTokenRow Token = new()
    {
        Id = "token-1",
        Vpc = "vpc-a",
        AgentId = "agent-1",
        SecretHash = "hash",
        ExpiresAt = Now.AddHours(1),
        MaxUses = 2,
    };

    [StoreFact]
    public async Task Put_NewVpc_ReturnsAndKeepsIt()
    {
        var row = new VpcRow("vpc-a", "north", """{"site":"n"}""", Now);

        Assert.Equal(row, await Store.Vpcs.PutAsync(row));
        Assert.Equal(row, await Store.Vpcs.FindAsync("vpc-a"));
    }

    [StoreFact]
    public async Task Put_VpcThatExists_ChangesAllButItsBirth()
    {
        await PutVpcAsync();

        var changed = await Store.Vpcs.PutAsync(new VpcRow("vpc-a", "south", "{\"a\":\"b\"}", Now.AddDays(1)));

        Assert.Equal(new VpcRow("vpc-a", "south", "{\"a\":\"b\"}", Now), changed);
    }

    [StoreFact]
    public async Task Find_UnknownVpc_IsNull() => Assert.Null(await Store.Vpcs.FindAsync("nowhere"));

    [StoreFact]
    public async Task List_PageByPage_GoesByNameInByteOrder()
    {
        foreach (var name in new[] { "vpc-b", "vpc1", "vpc-a", "a" })
        {
            await PutVpcAsync(name);
        }

        var first = await Store.Vpcs.ListAsync(3, null);
        var second = await Store.Vpcs.ListAsync(3, first.Next);

        Assert.Equal(["a", "vpc-a", "vpc-b"], first.Items.Select(row => row.Name));
        Assert.Equal(["vpc1"], second.Items.Select(row => row.Name));
        Assert.Null(second.Next);
    }

    [StoreFact]
    public async Task UseToken_WithinItsUses_CountsEach()
    {
        await AddTokenAsync();

        Assert.Equal(Token with { Uses = 1 }, await UseAsync());
        Assert.Equal(Token with { Uses = 2 }, await UseAsync());
        Assert.Null(await UseAsync());
    }

    [StoreFact]
    public async Task UseToken_WrongInAnyWay_IsRefusedAndNotCounted()
    {
        await AddTokenAsync();

        Assert.Null(await Store.Vpcs.UseTokenAsync("vpc-b", "token-1", "hash", Now));
        Assert.Null(await Store.Vpcs.UseTokenAsync("vpc-a", "token-2", "hash", Now));
        Assert.Null(await Store.Vpcs.UseTokenAsync("vpc-a", "token-1", "hush", Now));
        Assert.Null(await Store.Vpcs.UseTokenAsync("vpc-a", "token-1", "hash", Now.AddHours(1)));

        Assert.Equal(1, (await UseAsync())!.Uses);
    }

    [StoreFact]
    public async Task UseToken_ManyAtOnce_NoMoreSucceedThanItsUses()
    {
        await AddTokenAsync();

        var uses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => UseAsync()));

        Assert.Equal(2, uses.Count(token => token is not null));
    }

    [StoreFact]
    public async Task ReturnTokenUse_AfterAUse_AllowsAnother()
    {
        await AddTokenAsync();
        await UseAsync();
        await UseAsync();

        await Store.Vpcs.ReturnTokenUseAsync("token-1");

        Assert.NotNull(await UseAsync());
        Assert.Null(await UseAsync());
    }

    [StoreFact]
    public async Task ReturnTokenUse_NeverUsed_StaysAtZero()
    {
        await AddTokenAsync();

        await Store.Vpcs.ReturnTokenUseAsync("token-1");

        Assert.Equal(1, (await UseAsync())!.Uses);
    }

    private async Task AddTokenAsync()
    {
        await PutVpcAsync();
        await Store.Vpcs.AddTokenAsync(Token);
    }

    private Task<EnrollmentTokenRow?> UseAsync() => Store.Vpcs.UseTokenAsync("vpc-a", "token-1", "hash", Now);
}

using Keeper.Storage.Agents;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>Rows of agents.</summary>
public abstract class AgentConformance : StoreConformance
{
    private static readonly AgentListQuery All = new(null, null, null, 100, null);

    [StoreFact]
    public async Task Insert_EveryField_ReadsBackTheSame()
    {
        await PutVpcAsync();
        var row = Full("a1", "edge-1");

        Assert.True(await Store.Agents.InsertAsync(row));

        Assert.Equal(row, await Store.Agents.FindAsync("a1"));
        Assert.Equal(row, await Store.Agents.FindByNameAsync("vpc-a", "edge-1"));
    }

    [StoreFact]
    public async Task Insert_NameTakenInVpc_IsRefusedThereOnly()
    {
        await PutVpcAsync();
        await PutVpcAsync("vpc-b");
        await InsertAsync(Rows.Agent("a1", "edge"));

        Assert.False(await Store.Agents.InsertAsync(Rows.Agent("a2", "edge")));
        Assert.True(await Store.Agents.InsertAsync(Rows.Agent("a3", "edge", "vpc-b")));
        Assert.Null(await Store.Agents.FindAsync("a2"));
    }

    [StoreFact]
    public async Task Insert_UnknownVpc_IsRejected() =>
        await Assert.ThrowsAsync<StoreRejectedException>(() => Store.Agents.InsertAsync(Rows.Agent("a1", "edge", "nowhere")));

    [StoreFact]
    public async Task Update_NextVersion_WritesEveryFieldButTheFixedOnes()
    {
        await PutVpcAsync();
        await InsertAsync(Rows.Agent("a1", "edge"));

        Assert.True(await Store.Agents.UpdateAsync(Full("a1", "other") with { Vpc = "vpc-x", CreatedAt = Now.AddDays(9), Version = 2 }));

        Assert.Equal(
            Full("a1", "edge") with { Version = 2, CreatedAt = Rows.Agent("a1", "edge").CreatedAt },
            await Store.Agents.FindAsync("a1"));
    }

    [StoreTheory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Update_OtherVersion_ChangesNothing(int version)
    {
        await PutVpcAsync();
        await InsertAsync(Rows.Agent("a1", "edge"));

        Assert.False(await Store.Agents.UpdateAsync(Full("a1", "edge") with { Version = version }));
        Assert.Equal(Rows.Agent("a1", "edge"), await Store.Agents.FindAsync("a1"));
    }

    [StoreFact]
    public async Task Delete_KnownAndUnknown_SaysWhich()
    {
        await PutVpcAsync();
        await InsertAsync(Rows.Agent("a1", "edge"));

        Assert.True(await Store.Agents.DeleteAsync("a1"));
        Assert.False(await Store.Agents.DeleteAsync("a1"));
        Assert.Null(await Store.Agents.FindAsync("a1"));
        Assert.Null(await Store.Agents.FindByNameAsync("vpc-a", "edge"));
    }

    [StoreFact]
    public async Task Announcements_OfAlikeAgents_AreCountedTogether()
    {
        await PutVpcAsync();
        await PutVpcAsync("vpc-b");
        await InsertAsync(Rows.Agent("a1", "x") with { Executors = "[1]" });
        await InsertAsync(Rows.Agent("a2", "y") with { Executors = "[1]" });
        await InsertAsync(Rows.Agent("a3", "z") with { Executors = "[2]" });
        await InsertAsync(Rows.Agent("a4", "x", "vpc-b") with { Executors = "[1]" });

        Assert.Equal(
            [new("vpc-a", "[1]", 2), new("vpc-a", "[2]", 1), new("vpc-b", "[1]", 1)], await Store.Agents.AnnouncementsAsync(null));
        Assert.Equal([new("vpc-b", "[1]", 1)], await Store.Agents.AnnouncementsAsync("vpc-b"));
    }

    [StoreFact]
    public async Task OfVpc_SeveralVpcs_ReturnsItsAgentsByName()
    {
        await SampleAsync();

        Assert.Equal(["a", "b", "c"], (await Store.Agents.OfVpcAsync("vpc-a")).Select(row => row.Name));
        Assert.Empty(await Store.Agents.OfVpcAsync("vpc-c"));
    }

    [StoreFact]
    public async Task List_PageByPage_GoesByVpcAndName()
    {
        await SampleAsync();
        var seen = new List<string>();
        Page<AgentRow>? page = null;
        do
        {
            page = await Store.Agents.ListAsync(All with { Limit = 2, Cursor = page?.Next });
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items.Select(row => $"{row.Vpc}/{row.Name}"));
        }
        while (page.Next is not null);

        Assert.Equal(["vpc-a/a", "vpc-a/b", "vpc-a/c", "vpc-b/a", "vpc-b/d"], seen);
    }

    [StoreFact]
    public async Task List_Filters_NarrowAloneAndTogether()
    {
        await SampleAsync();

        Assert.Equal(["a4", "a5"], await IdsAsync(All with { Vpc = "vpc-b" }));
        Assert.Equal(["a2", "a5"], await IdsAsync(All with { Health = 2 }));
        Assert.Equal(["a5"], await IdsAsync(All with { Vpc = "vpc-b", Health = 2 }));
        Assert.Equal(["a1", "a4"], await IdsAsync(All with { Text = "A" }, row => row.Name == "a"));
        Assert.Equal(["a3"], await IdsAsync(All with { Text = "a3" }));
        Assert.Empty(await IdsAsync(All with { Text = "%" }));
    }

    [StoreFact]
    public async Task Count_SeveralVpcs_CountsEachHealth()
    {
        await SampleAsync();

        Assert.Equal(
            [
                new AgentCount("vpc-a", 0, 2), new AgentCount("vpc-a", 2, 1),
                new AgentCount("vpc-b", 0, 1), new AgentCount("vpc-b", 2, 1),
            ],
            await Store.Agents.CountAsync());
    }

    private static AgentRow Full(string id, string name) => Rows.Agent(id, name) with
    {
        SecretHash = "hash",
        Health = 2,
        HealthReason = "network lost",
        LastSeenAt = Now.AddSeconds(7),
        InstanceId = "instance",
        StartedAt = Now.AddSeconds(-7),
        SoftwareVersion = "0.1.0",
        Executors = """[{"kind":"port"}]""",
        PluginFaults = """[{"plugin":"bad","reason":"no kind"}]""",
        Labels = """{"site":"north"}""",
    };

    private async Task InsertAsync(AgentRow row) => Assert.True(await Store.Agents.InsertAsync(row));

    private async Task SampleAsync()
    {
        await PutVpcAsync();
        await PutVpcAsync("vpc-b");
        await InsertAsync(Rows.Agent("a3", "c"));
        await InsertAsync(Rows.Agent("a2", "b") with { Health = 2 });
        await InsertAsync(Rows.Agent("a1", "a"));
        await InsertAsync(Rows.Agent("a5", "d", "vpc-b") with { Health = 2 });
        await InsertAsync(Rows.Agent("a4", "a", "vpc-b"));
    }

    private async Task<IEnumerable<string>> IdsAsync(AgentListQuery query, Func<AgentRow, bool>? where = null) =>
        (await Store.Agents.ListAsync(query)).Items.Where(where ?? (_ => true)).Select(row => row.Id);
}

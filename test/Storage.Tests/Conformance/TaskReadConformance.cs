using Keeper.Storage.Tasks;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>Queries of tasks other than lists.</summary>
public abstract class TaskReadConformance : StoreConformance
{
    [StoreFact]
    public async Task Find_UnknownId_IsNull() => Assert.Null(await Tasks.FindAsync("nobody"));

    [StoreFact]
    public async Task FindMany_SomeUnknownSomeTwice_ReturnsEachKnownOnce()
    {
        await InsertAsync(Rows.Task("t1"), Rows.Task("t2"), Rows.Task("t3"));

        var rows = await Tasks.FindManyAsync(["t3", "nobody", "t1", "t3"]);

        Assert.Equal(["t1", "t3"], rows.Select(row => row.Id).Order());
    }

    [StoreFact]
    public async Task FindMany_MoreThanOneQueryTakes_ReturnsAll()
    {
        var ids = Enumerable.Range(0, 1_201).Select(i => $"t{i:0000}").ToList();
        await InsertAsync([.. ids.Select(id => Rows.Task(id))]);

        Assert.Equal(ids, (await Tasks.FindManyAsync(ids)).Select(row => row.Id).Order());
    }

    [StoreFact]
    public async Task FindMany_NoIds_ReturnsNone() => Assert.Empty(await Tasks.FindManyAsync([]));

    [StoreFact]
    public async Task LiveOfAgent_SomeEndedSomeOfOthers_ReturnsLiveOldestFirst()
    {
        await InsertAsync(
            Rows.Task("t4") with { AgentId = "a" },
            Rows.Task("t1") with { AgentId = "a", State = 2 },
            Rows.Task("t2") with { AgentId = "a", State = 3 },
            Rows.Task("t3") with { AgentId = "b" },
            Rows.Task("t5"));

        Assert.Equal(["t1", "t4"], (await Tasks.LiveOfAgentAsync("a")).Select(row => row.Id));
    }

    [StoreFact]
    public async Task LiveOfAgent_TaskMovesToAnother_FollowsIt()
    {
        await InsertAsync(Rows.Task("t1") with { AgentId = "a" });

        await ChangeAsync(Rows.Change("t1", 1, 1, "b"));

        Assert.Empty(await Tasks.LiveOfAgentAsync("a"));
        Assert.Single(await Tasks.LiveOfAgentAsync("b"));
    }

    [StoreFact]
    public async Task WaitingOfVpc_MoreThanTheLimit_ReturnsTheOldestWithoutAgent()
    {
        await InsertAsync(
            Rows.Task("t3"),
            Rows.Task("t1"),
            Rows.Task("t2") with { AgentId = "a" },
            Rows.Task("t4", "vpc-b"),
            Rows.Task("t5") with { State = 7 },
            Rows.Task("t6"));

        Assert.Equal(["t1", "t3"], (await Tasks.WaitingOfVpcAsync("vpc-a", 2)).Select(row => row.Id));
        Assert.Equal(["t1", "t3", "t6"], (await Tasks.WaitingOfVpcAsync("vpc-a", 9)).Select(row => row.Id));
    }

    [StoreFact]
    public async Task Count_LiveAndEnded_CountsEachStateByVpcAndInAll()
    {
        await InsertAsync(
            Rows.Task("t1"), Rows.Task("t2"), Rows.Task("t3", "vpc-b"), Rows.Task("t4") with { State = 7 });
        await ChangeAsync(Rows.Change("t1", 1, 3));
        await ChangeAsync(Rows.Change("t3", 1, 3));

        Assert.Equal(new Dictionary<int, long> { [0] = 1, [3] = 2, [7] = 1 }, Sorted(await Tasks.CountAsync(null)));
        Assert.Equal(new Dictionary<int, long> { [0] = 1, [3] = 1, [7] = 1 }, Sorted(await Tasks.CountAsync("vpc-a")));
        Assert.Empty(await Tasks.CountAsync("vpc-c"));
    }

    [StoreFact]
    public async Task Count_AfterConflictsAndPruning_IsExact()
    {
        await InsertAsync(Rows.Task("t1"), Rows.Task("t2"));
        await ChangeAsync(Rows.Change("t1", 1, 3));
        Assert.False(await ChangeAsync(Rows.Change("t1", 1, 3)));
        Assert.False((await Tasks.WriteAsync([Rows.Task("t1") with { State = 4 }], [])).Inserted[0]);
        await ChangeAsync(Rows.Change("t2", 1, 4));
        Assert.Equal(new Dictionary<int, long> { [3] = 1, [4] = 1 }, Sorted(await Tasks.CountAsync(null)));

        await Tasks.PruneAsync(Now.AddDays(1), 1);

        Assert.Equal(new Dictionary<int, long> { [4] = 1 }, Sorted(await Tasks.CountAsync(null)));
    }

    [StoreFact]
    public async Task Count_ManyEndInEveryWayAndGo_KeepsOneTotalForEachWayOfAVpc()
    {
        const int Ways = 8 - TaskRow.FirstTerminalState;
        for (var round = 0; round < 5; round++)
        {
            var rows = Enumerable.Range(0, 200).Select(i => Rows.Task($"t{round}-{i:000}", i % 2 == 0 ? "vpc-a" : "vpc-b")).ToArray();
            await InsertAsync(rows);
            var ends = rows.Select((row, i) => Rows.Change(row.Id, 1, TaskRow.FirstTerminalState + (i / 2 % Ways))).ToArray();
            Assert.All((await Tasks.WriteAsync([], ends)).Changed, Assert.True);
            Assert.Equal(200 / Ways, (await Tasks.CountAsync(null))[7]);
            Assert.Equal(200, await Tasks.PruneAsync(Now.AddDays(1), 1_000));
            Assert.Empty(await Tasks.CountAsync(null));
        }

        Assert.Equal([2L * Ways], await Sql.QueryAsync<long>("SELECT count(*) FROM task_totals", null, default));
    }

    [StoreFact]
    public async Task Due_SomeDueSomeNot_ReturnsEachOwnerOnce()
    {
        await InsertAsync(
            Rows.Task("t1") with { AgentId = "a", DueAt = Now },
            Rows.Task("t2") with { AgentId = "a", DueAt = Now.AddSeconds(-1) },
            Rows.Task("t3") with { AgentId = "b", DueAt = Now.AddMicroseconds(1) },
            Rows.Task("t4", "vpc-b") with { DueAt = Now },
            Rows.Task("t5") with { DueAt = Now, State = 5 },
            Rows.Task("t6", "vpc-c"));

        var due = await Tasks.DueAsync(Now, 10);

        Assert.Equal([new DueOwner("vpc-a", "a"), new DueOwner("vpc-b", null)], due.OrderBy(owner => owner.Vpc));
        Assert.Single(await Tasks.DueAsync(Now, 1));
    }

    [StoreFact]
    public async Task Prune_OnlyEndedBeforeTheTime_Go()
    {
        await InsertAsync(Rows.Task("t1"), Rows.Task("t2"), Rows.Task("t3"), Rows.Task("t4"));
        await ChangeAsync(Rows.Change("t1", 1, 3));
        await ChangeAsync(Rows.Change("t2", 1, 3) with { FinishedAt = Now.AddHours(1) });
        await ChangeAsync(Rows.Change("t4", 1, 6));

        Assert.Equal(2, await Tasks.PruneAsync(Now.AddHours(1), 10));

        Assert.Equal(["t2", "t3"], (await Tasks.FindManyAsync(["t1", "t2", "t3", "t4"])).Select(row => row.Id).Order());
    }

    [StoreFact]
    public async Task Prune_MoreThanTheLimit_TakesTheOldestAndGoesOn()
    {
        var ids = Enumerable.Range(0, 2_500).Select(i => $"t{i:0000}").ToList();
        await InsertAsync([.. ids.Select(id => Rows.Task(id) with { State = 3, FinishedAt = Now.AddSeconds(1) })]);

        Assert.Equal(2_000, await Tasks.PruneAsync(Now.AddDays(1), 2_000));
        Assert.Null(await Tasks.FindAsync("t1999"));
        Assert.NotNull(await Tasks.FindAsync("t2000"));
        Assert.Equal(500, await Tasks.PruneAsync(Now.AddDays(1), 2_000));
        Assert.Equal(0, await Tasks.PruneAsync(Now.AddDays(1), 2_000));
    }

    private static SortedDictionary<int, long> Sorted(IReadOnlyDictionary<int, long> counts) =>
        new(counts.ToDictionary(count => count.Key, count => count.Value));
}

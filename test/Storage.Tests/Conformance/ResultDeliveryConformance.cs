namespace Keeper.Storage.Tests.Conformance;

/// <summary>Results that are due at a task's result URL.</summary>
public abstract class ResultDeliveryConformance : StoreConformance
{
    [StoreFact]
    public async Task DueResults_TaskWithUrlEnds_IsDueFromItsEnd()
    {
        await InsertAsync(Rows.Task("t1") with { ResultUrl = "http://x/" }, Rows.Task("t2"));
        await ChangeAsync(Rows.Change("t1", 1, 1));
        Assert.Empty(await Tasks.DueResultsAsync(Now.AddDays(1), 10));

        await ChangeAsync(Rows.Change("t1", 2, 3));
        await ChangeAsync(Rows.Change("t2", 1, 3));

        Assert.Empty(await Tasks.DueResultsAsync(Now, 10));
        var due = Assert.Single(await Tasks.DueResultsAsync(Now.AddSeconds(5), 10));
        Assert.Equal("t1", due.Task.Id);
        Assert.Equal(3, due.Task.State);
        Assert.Equal(0, due.Tries);
    }

    [StoreFact]
    public async Task DueResults_ChangeConflicts_IsNotDue()
    {
        await InsertAsync(Rows.Task("t1") with { ResultUrl = "http://x/" });

        Assert.False(await ChangeAsync(Rows.Change("t1", 9, 3)));

        Assert.Empty(await Tasks.DueResultsAsync(Now.AddDays(1), 10));
    }

    [StoreFact]
    public async Task DueResults_MoreThanTheLimit_ReturnsTheLongestDue()
    {
        await InsertAsync(
            Rows.Task("t1") with { ResultUrl = "http://x/" }, Rows.Task("t2") with { ResultUrl = "http://x/" });
        await ChangeAsync(Rows.Change("t1", 1, 3) with { FinishedAt = Now.AddSeconds(2) });
        await ChangeAsync(Rows.Change("t2", 1, 3) with { FinishedAt = Now.AddSeconds(1) });

        Assert.Equal("t2", Assert.Single(await Tasks.DueResultsAsync(Now.AddDays(1), 1)).Task.Id);
    }

    [StoreFact]
    public async Task ResultTried_WithNextTry_IsDueThenAndCounted()
    {
        await InsertAsync(Rows.Task("t1") with { ResultUrl = "http://x/" });
        await ChangeAsync(Rows.Change("t1", 1, 3));

        await Tasks.ResultTriedAsync("t1", 1, Now.AddMinutes(1));

        Assert.Empty(await Tasks.DueResultsAsync(Now.AddSeconds(59), 10));
        Assert.Equal(1, Assert.Single(await Tasks.DueResultsAsync(Now.AddMinutes(1), 10)).Tries);
    }

    [StoreFact]
    public async Task ResultTried_WithoutNextTry_IsNeverDueAgain()
    {
        await InsertAsync(Rows.Task("t1") with { ResultUrl = "http://x/" });
        await ChangeAsync(Rows.Change("t1", 1, 3));

        await Tasks.ResultTriedAsync("t1", 1, null);
        await Tasks.ResultTriedAsync("t1", 2, Now);

        Assert.Empty(await Tasks.DueResultsAsync(Now.AddDays(1), 10));
    }

    [StoreFact]
    public async Task Prune_ResultStillToBeDelivered_KeepsTheTask()
    {
        await InsertAsync(Rows.Task("t1") with { ResultUrl = "http://x/" });
        await ChangeAsync(Rows.Change("t1", 1, 3));
        Assert.Equal(0, await Tasks.PruneAsync(Now.AddDays(1), 10));

        await Tasks.ResultTriedAsync("t1", 1, null);

        Assert.Equal(1, await Tasks.PruneAsync(Now.AddDays(1), 10));
    }
}

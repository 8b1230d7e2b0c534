using Keeper.Storage.Tasks;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>Inserts and changes of tasks.</summary>
public abstract class TaskWriteConformance : StoreConformance
{
    [StoreFact]
    public async Task Write_InsertWithEveryField_ReadsBackTheSame()
    {
        var row = Rows.Task("t1") with
        {
            AgentId = "agent-1",
            Pinned = true,
            Arguments = """{"text":"naïve – 漢字 🚀 'quoted' \"double\" \\ %_"}""",
            State = 2,
            Version = 7,
            Attempt = 3,
            Priority = -5,
            DueAt = Now.AddSeconds(15),
            IdempotencyKey = "key-1",
            ResultUrl = "http://10.0.0.9/result",
            Result = "{}",
            StartedAt = Now.AddSeconds(1),
            FinishedAt = Now.AddSeconds(2),
        };

        await InsertAsync(row);

        Assert.Equal(row, await Tasks.FindAsync("t1"));
    }

    [StoreFact]
    public async Task Write_InsertWithoutOptionalFields_ReadsBackTheSame()
    {
        await InsertAsync(Rows.Task("t1"));

        Assert.Equal(Rows.Task("t1"), await Tasks.FindAsync("t1"));
    }

    [StoreFact]
    public async Task Write_NothingToDo_AnswersNothing()
    {
        var result = await Tasks.WriteAsync([], []);

        Assert.Empty(result.Inserted);
        Assert.Empty(result.Changed);
    }

    [StoreFact]
    public async Task Write_IdExists_FailsThatInsertAlone()
    {
        await InsertAsync(Rows.Task("t2"));

        var result = await Tasks.WriteAsync(
            [Rows.Task("t1"), Rows.Task("t2") with { Kind = "http" }, Rows.Task("t3")], []);

        Assert.Equal([true, false, true], result.Inserted);
        Assert.Equal("port", (await Tasks.FindAsync("t2"))!.Kind);
        Assert.NotNull(await Tasks.FindAsync("t3"));
    }

    [StoreFact]
    public async Task Write_IdempotencyKeyExistsInVpc_FailsThatInsertAlone()
    {
        var result = await Tasks.WriteAsync(
            [
                Rows.Task("t1") with { IdempotencyKey = "k" },
                Rows.Task("t2") with { IdempotencyKey = "k" },
                Rows.Task("t3", "vpc-b") with { IdempotencyKey = "k" },
            ],
            []);

        Assert.Equal([true, false, true], result.Inserted);
        Assert.Equal("t1", (await Tasks.FindByKeyAsync("vpc-a", "k"))!.Id);
        Assert.Equal("t3", (await Tasks.FindByKeyAsync("vpc-b", "k"))!.Id);
        Assert.Null(await Tasks.FindByKeyAsync("vpc-c", "k"));
    }

    [StoreFact]
    public async Task Write_ChangeOfExpectedVersion_WritesEveryFieldAndRaisesVersion()
    {
        await InsertAsync(Rows.Task("t1"));

        var made = await ChangeAsync(new TaskChange
        {
            Id = "t1",
            ExpectedVersion = 1,
            AgentId = "agent-2",
            State = 2,
            Attempt = 4,
            DueAt = Now.AddSeconds(20),
            Timeline = "[2]",
            Result = "{\"a\":1}",
            StartedAt = Now.AddSeconds(3),
            FinishedAt = Now.AddSeconds(4),
        });

        Assert.True(made);
        Assert.Equal(
            Rows.Task("t1") with
            {
                Version = 2,
                AgentId = "agent-2",
                State = 2,
                Attempt = 4,
                DueAt = Now.AddSeconds(20),
                Timeline = "[2]",
                Result = "{\"a\":1}",
                StartedAt = Now.AddSeconds(3),
                FinishedAt = Now.AddSeconds(4),
            },
            await Tasks.FindAsync("t1"));
    }

    [StoreTheory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Write_ChangeOfOtherVersion_ChangesNothing(int expected)
    {
        await InsertAsync(Rows.Task("t1"));

        Assert.False(await ChangeAsync(Rows.Change("t1", expected, 1)));
        Assert.Equal(Rows.Task("t1"), await Tasks.FindAsync("t1"));
    }

    [StoreFact]
    public async Task Write_ChangeOfUnknownTask_IsRefused() => Assert.False(await ChangeAsync(Rows.Change("nobody", 1, 1)));

    [StoreFact]
    public async Task Write_OneOfManyConflicts_TheRestStands()
    {
        await InsertAsync(Rows.Task("t1"), Rows.Task("t2"), Rows.Task("t3"));

        var result = await Tasks.WriteAsync(
            [Rows.Task("t4"), Rows.Task("t1")],
            [Rows.Change("t1", 1, 1), Rows.Change("t2", 9, 1), Rows.Change("t3", 1, 1)]);

        Assert.Equal([true, false], result.Inserted);
        Assert.Equal([true, false, true], result.Changed);
        Assert.Equal(2, (await Tasks.FindAsync("t3"))!.Version);
    }

    [StoreFact]
    public async Task Write_TwoChangesOfOneRowInOneWrite_ApplyInOrder()
    {
        await InsertAsync(Rows.Task("t1"));

        var result = await Tasks.WriteAsync([], [Rows.Change("t1", 1, 1), Rows.Change("t1", 2, 2), Rows.Change("t1", 2, 3)]);

        Assert.Equal([true, true, false], result.Changed);
        Assert.Equal(2, (await Tasks.FindAsync("t1"))!.State);
    }

    [StoreFact]
    public async Task Write_NullWhereAValueIsNeeded_SaysSoAndKeepsTheRest()
    {
        var broken = Rows.Task("t2") with { Timeline = null! };

        var fault = await Assert.ThrowsAsync<StoreRejectedException>(
            () => Tasks.WriteAsync([Rows.Task("t1"), broken, Rows.Task("t3")], []));

        Assert.Contains("timeline", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["t1", "t3"], (await Tasks.FindManyAsync(["t1", "t2", "t3"])).Select(row => row.Id).Order());
        Assert.True(Store.Health.IsHealthy);
    }

    [StoreFact]
    public async Task Write_CancelledBefore_WritesNothing()
    {
        var cancelled = new CancellationToken(true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tasks.WriteAsync([Rows.Task("t1")], [], cancelled));

        await InsertAsync(Rows.Task("t2"));
        Assert.Null(await Tasks.FindAsync("t1"));
    }

    [StoreFact]
    public async Task Write_ManyWritersAtOnce_AllIsStoredOnce()
    {
        const int writers = 16;
        const int writes = 200;

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < writes; i++)
            {
                var id = $"w{writer:00}-{i:000}";
                await InsertAsync(Rows.Task(id));
                Assert.True(await ChangeAsync(Rows.Change(id, 1, 1)));
                Assert.False(await ChangeAsync(Rows.Change(id, 1, 1)));
                Assert.Equal(2, (await Tasks.FindAsync(id))!.Version);
            }
        })));

        Assert.Equal(writers * writes, (await Tasks.CountAsync(null))[1]);
    }

    [StoreFact]
    public async Task Write_ManyWritersChangeOneRow_EveryVersionIsMadeByOne()
    {
        const int versions = 50;
        await InsertAsync(Rows.Task("t1"));

        var wins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var won = 0;
            for (var version = 1; version <= versions; version++)
            {
                won += await ChangeAsync(Rows.Change("t1", version, 1)) ? 1 : 0;
            }

            return won;
        })));

        Assert.Equal(versions, wins.Sum());
        Assert.Equal(versions + 1, (await Tasks.FindAsync("t1"))!.Version);
    }
}

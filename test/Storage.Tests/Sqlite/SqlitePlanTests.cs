using Keeper.Storage.Tasks;
using Keeper.Storage.Tests.Conformance;

namespace Keeper.Storage.Tests.Sqlite;

/// <summary>Queries stay fast with millions of rows only as long as each walks the index that is meant for it.</summary>
public sealed class SqlitePlanTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private OpenStore? _open;
    private readonly List<RecordedQuery> _queries = [];
    private SqlTaskStore? _tasks;

    public async Task InitializeAsync()
    {
        _open = await SqliteStores.OpenAsync();
        _tasks = new SqlTaskStore(new RecordingDatabase(_open.Database, _queries), TimeProvider.System);
    }

    public async Task DisposeAsync() => await _open!.DisposeAsync();

    [Theory]
    [InlineData(null, null, null, "INDEX sqlite_autoindex_tasks_1")]
    [InlineData("v", null, null, "INDEX tasks_by_vpc (vpc=?)")]
    [InlineData("v", "a", null, "INDEX tasks_live (agent_id=? AND vpc=?)", "INDEX tasks_by_vpc (vpc=?)")]
    [InlineData(null, null, new[] { 4 }, "INDEX tasks_not_succeeded (state=?)")]
    [InlineData(null, null, new[] { 4, 6 }, "INDEX tasks_not_succeeded (state=?)", "INDEX tasks_not_succeeded (state=?)")]
    [InlineData(null, null, new[] { 3 }, "INDEX sqlite_autoindex_tasks_1")]
    [InlineData("v", null, new[] { 3 }, "INDEX tasks_by_vpc (vpc=?)")]
    [InlineData(null, "a", new[] { 0, 1, 2 }, "INDEX tasks_live (agent_id=?)")]
    public async Task List_Filters_WalkTheirIndexes(string? vpc, string? agent, int[]? states, params string[] indexes)
    {
        await _tasks!.ListAsync(new TaskListQuery(vpc, agent, states, null, null, 50, null));

        Assert.Equal(indexes, await IndexesAsync());
    }

    [Fact]
    public async Task List_PageAfterACursor_StartsThere()
    {
        await _tasks!.ListAsync(new TaskListQuery("v", null, null, null, null, 50, "t5"));

        Assert.Equal(["INDEX tasks_by_vpc (vpc=? AND id<?)"], await IndexesAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("v")]
    public async Task Count_LiveRows_ReadsNothingButTheirIndex(string? vpc)
    {
        await _tasks!.CountAsync(vpc);

        Assert.Equal(["COVERING INDEX tasks_live"], await IndexesAsync());
    }

    [Fact]
    public async Task WaitingOfVpc_OldestFirst_NeedsNoSort()
    {
        await _tasks!.WaitingOfVpcAsync("v", 10);

        Assert.Equal(["INDEX tasks_live (agent_id=? AND vpc=?)"], await IndexesAsync());
        Assert.DoesNotContain(await PlanAsync(), step => step.Contains("ORDER BY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LiveOfAgent_AnyAgent_WalksLiveRowsOnly()
    {
        await _tasks!.LiveOfAgentAsync("a");

        Assert.Equal(["INDEX tasks_live (agent_id=?)"], await IndexesAsync());
    }

    [Fact]
    public async Task Due_AnyTime_WalksDueRowsOnly()
    {
        await _tasks!.DueAsync(Now, 10);

        Assert.Equal(["INDEX tasks_due (due_at>? AND due_at<?)"], await IndexesAsync());
    }

    [Fact]
    public async Task DueResults_AnyTime_WalksDueResultsOnly()
    {
        await _tasks!.DueResultsAsync(Now, 10);

        Assert.Contains("INDEX tasks_result_due", Assert.Single(await IndexesAsync()), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> IndexesAsync() =>
        [.. (await PlanAsync())
            .Where(step => step.Contains(" tasks USING ", StringComparison.Ordinal))
            .Select(step => step[(step.IndexOf("USING ", StringComparison.Ordinal) + "USING ".Length)..])];

    private async Task<IReadOnlyList<string>> PlanAsync()
    {
        var steps = await _open!.Database.QueryAsync<Step>(
            "EXPLAIN QUERY PLAN " + _queries[^1].Sql, _queries[^1].Parameters, CancellationToken.None);
        return [.. steps.Select(step => step.Detail)];
    }

    private sealed class Step
    {
        public required string Detail { get; init; }
    }
}

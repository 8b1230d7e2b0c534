using Keeper.Storage.Sql;

namespace Keeper.Storage.Tasks;

internal sealed class SqlTaskStore(ISqlDatabase database, TimeProvider time) : ITaskStore
{
    private const string Columns = TaskListSql.Columns;
    private const int IdsPerQuery = 500;

    public async Task<TaskWriteResult> WriteAsync(
        IReadOnlyList<TaskRow> inserts, IReadOnlyList<TaskChange> changes, CancellationToken cancellation = default)
    {
        if (inserts.Count + changes.Count == 0)
        {
            return new TaskWriteResult([], []);
        }

        var now = time.GetUtcNow();
        SqlStatement[] statements = [.. inserts.Select(TaskSql.Insert), .. changes.Select(change => TaskSql.Change(change, now))];
        var rows = await database.WriteAsync(SqlUnit.Independent(statements), cancellation);
        return new TaskWriteResult(Made(rows.AsSpan(0, inserts.Count)), Made(rows.AsSpan(inserts.Count)));
    }

    public async Task<TaskRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await QueryAsync("WHERE id = @id", new { id }, cancellation)).SingleOrDefault();

    public async Task<IReadOnlyList<TaskRow>> FindManyAsync(
        IReadOnlyList<string> ids, CancellationToken cancellation = default)
    {
        var rows = new List<TaskRow>(ids.Count);
        foreach (var some in ids.Distinct().Chunk(IdsPerQuery))
        {
            var condition = database.Dialect.In("id", "@some");
            rows.AddRange(await QueryAsync($"WHERE {condition}", new { some }, cancellation));
        }

        return rows;
    }

    public async Task<TaskRow?> FindByKeyAsync(string vpc, string idempotencyKey, CancellationToken cancellation = default) =>
        (await QueryAsync("WHERE vpc = @vpc AND idempotency_key = @idempotencyKey", new { vpc, idempotencyKey }, cancellation))
        .SingleOrDefault();

    public Task<IReadOnlyList<TaskRow>> LiveOfAgentAsync(string agentId, CancellationToken cancellation = default) =>
        QueryAsync("WHERE agent_id = @agentId AND state < 3 ORDER BY id", new { agentId }, cancellation);

    public Task<IReadOnlyList<TaskRow>> WaitingOfVpcAsync(string vpc, int limit, CancellationToken cancellation = default) =>
        QueryAsync(
            "WHERE agent_id IS NULL AND vpc = @vpc AND state < 3 ORDER BY id LIMIT @limit", new { vpc, limit }, cancellation);

    public async Task<Page<TaskRow>> ListAsync(TaskListQuery query, CancellationToken cancellation = default)
    {
        var take = Paging.Take(query.Limit);
        var text = Paging.Pattern(query.Text);
        query = query with { Vpc = query.Vpc ?? await VpcOfAsync(query.AgentId, cancellation) };
        var rows = await database.QueryAsync<TaskRow>(
            TaskListSql.Of(query, database.Dialect),
            new { query.Vpc, query.AgentId, query.Kind, query.Cursor, text, take },
            cancellation);
        return Paging.Page(rows, query.Limit, row => row.Id);
    }

    // Live rows are counted, in the index of live rows ("vpc || ''" keeps SQLite from walking the VPC's whole past instead);
    // ended ones are kept count of.
    public async Task<IReadOnlyDictionary<int, long>> CountAsync(string? vpc, CancellationToken cancellation = default)
    {
        var filter = vpc is null ? "" : "AND vpc || '' = @vpc";
        var counts = await database.QueryAsync<StateCount>(
            $"""
            SELECT state, COUNT(*) AS total FROM tasks WHERE state < 3 {filter} GROUP BY state
            UNION ALL
            SELECT state, CAST(SUM(total) AS BIGINT) FROM task_totals WHERE total > 0 {filter} GROUP BY state
            """,
            new { vpc },
            cancellation);
        return counts.ToDictionary(count => count.State, count => count.Total);
    }

    public Task<IReadOnlyList<DueOwner>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default) =>
        database.QueryAsync<DueOwner>(
            "SELECT DISTINCT vpc, agent_id FROM tasks WHERE due_at IS NOT NULL AND state < 3 AND due_at <= @now LIMIT @limit",
            new { now, limit },
            cancellation);

    public async Task<IReadOnlyList<ResultDelivery>> DueResultsAsync(
        DateTimeOffset now, int limit, CancellationToken cancellation = default)
    {
        var due = await database.QueryAsync<DueResult>(
            "SELECT id, result_tries FROM tasks WHERE result_due_at IS NOT NULL AND result_due_at <= @now " +
            "ORDER BY result_due_at LIMIT @limit",
            new { now, limit },
            cancellation);
        var rows = (await FindManyAsync([.. due.Select(result => result.Id)], cancellation)).ToDictionary(row => row.Id);
        return [.. from result in due
                   where rows.ContainsKey(result.Id)
                   select new ResultDelivery(rows[result.Id], result.ResultTries)];
    }

    public Task ResultTriedAsync(
        string taskId, int tries, DateTimeOffset? nextTryAt, CancellationToken cancellation = default) =>
        database.WriteAsync(SqlUnit.Single(TaskSql.ResultTried(taskId, tries, nextTryAt)), cancellation);

    public async Task<int> PruneAsync(DateTimeOffset before, int limit, CancellationToken cancellation = default)
    {
        var candidates = await new PruneScan(database).FindAsync(before, limit, cancellation);
        if (candidates.Count == 0)
        {
            return 0;
        }

        var rows = await database.WriteAsync(
            SqlUnit.Independent([.. candidates.Select(id => TaskSql.Prune(id, before))]), cancellation);
        return rows.Sum();
    }

    // An agent never leaves its VPC, and the VPC's tasks have an index. A removed agent's are found the slow way.
    private async Task<string?> VpcOfAsync(string? agentId, CancellationToken cancellation) => agentId is null
        ? null
        : await database.FirstAsync<string>("SELECT vpc FROM agents WHERE id = @agentId", new { agentId }, cancellation);

    private static bool[] Made(ReadOnlySpan<int> rows)
    {
        var made = new bool[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            made[i] = rows[i] > 0;
        }

        return made;
    }

    private Task<IReadOnlyList<TaskRow>> QueryAsync(string condition, object parameters, CancellationToken cancellation) =>
        database.QueryAsync<TaskRow>($"SELECT {Columns} FROM tasks {condition}", parameters, cancellation);

    private sealed class StateCount
    {
        public int State { get; init; }

        public long Total { get; init; }
    }

    private sealed class DueResult
    {
        public required string Id { get; init; }

        public int ResultTries { get; init; }
    }
}

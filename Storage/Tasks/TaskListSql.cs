using Keeper.Storage.Sql;

namespace Keeper.Storage.Tasks;

/// <summary>
/// The query behind a list of tasks. It takes the newest of each branch — live rows in one, rows ended in each
/// terminal state — and merges them, so that every branch can walk an index that fits it and stop after one page.
/// </summary>
internal static class TaskListSql
{
    public static string Of(TaskListQuery query, SqlDialect dialect)
    {
        var filter = string.Join("", Filters(query, dialect).Select(condition => " AND " + condition));
        var branches = Branches(query).Select(branch =>
            $"SELECT * FROM (SELECT {Columns} FROM tasks WHERE {branch}{filter} ORDER BY id DESC LIMIT @take) AS branch");
        return string.Join("\nUNION ALL\n", branches) + "\nORDER BY id DESC LIMIT @take";
    }

    /// <summary>The columns of a <see cref="TaskRow"/>.</summary>
    public const string Columns =
        "id, vpc, agent_id, pinned, kind, arguments, state, version, attempt, priority, created_at, expires_at, " +
        "run_timeout_seconds, due_at, idempotency_key, result_url, timeline, result, started_at, finished_at";

    // The conditions repeat those of the partial indexes word for word: SQLite's planner proves no more than that.
    private static IEnumerable<string> Branches(TaskListQuery query) => query switch
    {
        { States.Count: 0 } => ["1 = 0"],
        { States: { } states } => BranchesOf([.. states.Distinct()]),
        { AgentId: not null } => ["state < 3", "state >= 3"],
        _ => ["1 = 1"],
    };

    private static IEnumerable<string> BranchesOf(IReadOnlyList<int> states)
    {
        var live = states.Where(state => state < TaskRow.FirstTerminalState).ToList();
        if (live.Count > 0)
        {
            yield return $"state < 3 AND state IN ({string.Join(", ", live)})";
        }

        foreach (var state in states.Except(live))
        {
            yield return $"state {(state == TaskRow.FirstTerminalState ? ">=" : ">")} 3 AND state = {state}";
        }
    }

    private static IEnumerable<string> Filters(TaskListQuery query, SqlDialect dialect)
    {
        if (query.Vpc is not null)
        {
            yield return "vpc = @Vpc";
        }

        if (query.AgentId is not null)
        {
            yield return "agent_id = @AgentId";
        }

        if (query.Kind is not null)
        {
            yield return "kind = @Kind";
        }

        if (!string.IsNullOrEmpty(query.Text))
        {
            yield return $"({dialect.Like("arguments", "@text")} OR {dialect.Like("id", "@text")})";
        }

        if (query.Cursor is not null)
        {
            yield return "id < @Cursor";
        }
    }
}

using Keeper.Storage.Sql;

namespace Keeper.Storage.Tasks;

/// <summary>The writes of tasks.</summary>
internal static class TaskSql
{
    private static readonly SqlCommandText InsertText = new(
        """
        INSERT INTO tasks (id, vpc, agent_id, pinned, kind, arguments, state, version, attempt, priority, created_at,
            expires_at, run_timeout_seconds, due_at, idempotency_key, result_url, timeline, result, started_at, finished_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT DO NOTHING
        """);

    private static readonly SqlCommandText ChangeText = new(
        """
        UPDATE tasks SET version = version + 1, agent_id = $3, state = $4, attempt = $5, due_at = $6, timeline = $7,
            result = $8, started_at = $9, finished_at = $10
        WHERE id = $1 AND version = $2
        """);

    // The end of a task makes its result due in the same statement: no moment at which one is true and not the other.
    private static readonly SqlCommandText EndText = new(
        """
        UPDATE tasks SET version = version + 1, agent_id = $3, state = $4, attempt = $5, due_at = $6, timeline = $7,
            result = $8, started_at = $9, finished_at = $10, result_due_at = CASE WHEN result_url IS NULL THEN NULL ELSE $11 END
        WHERE id = $1 AND version = $2
        """);

    private static readonly SqlCommandText ResultTriedText = new(
        "UPDATE tasks SET result_tries = $2, result_due_at = $3 WHERE id = $1 AND result_due_at IS NOT NULL");

    private static readonly SqlCommandText PruneText = new(
        "DELETE FROM tasks WHERE id = $1 AND state >= 3 AND finished_at < $2 AND result_due_at IS NULL");

    public static SqlStatement Insert(TaskRow row) => InsertText.With(
        row.Id, row.Vpc, row.AgentId, row.Pinned, row.Kind, row.Arguments, row.State, row.Version, row.Attempt,
        row.Priority, row.CreatedAt, row.ExpiresAt, row.RunTimeoutSeconds, row.DueAt, row.IdempotencyKey, row.ResultUrl,
        row.Timeline, row.Result, row.StartedAt, row.FinishedAt);

    public static SqlStatement Change(TaskChange change, DateTimeOffset now) =>
        change.State >= TaskRow.FirstTerminalState
            ? EndText.With(
                change.Id, change.ExpectedVersion, change.AgentId, change.State, change.Attempt, change.DueAt,
                change.Timeline, change.Result, change.StartedAt, change.FinishedAt, change.FinishedAt ?? now)
            : ChangeText.With(
                change.Id, change.ExpectedVersion, change.AgentId, change.State, change.Attempt, change.DueAt,
                change.Timeline, change.Result, change.StartedAt, change.FinishedAt);

    public static SqlStatement ResultTried(string id, int tries, DateTimeOffset? nextTryAt) =>
        ResultTriedText.With(id, tries, nextTryAt);

    public static SqlStatement Prune(string id, DateTimeOffset before) => PruneText.With(id, before);
}

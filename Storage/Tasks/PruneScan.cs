using Keeper.Storage.Sql;

namespace Keeper.Storage.Tasks;

/// <summary>
/// Finds tasks that ended before a time without an index for it: a task is created before it ends and ids sort by
/// creation, so it walks from the oldest id and stops at the first row created after that time. What it passes over on
/// the way is only what is old and not ended, or ended late.
/// </summary>
internal sealed class PruneScan(ISqlDatabase database)
{
    private const int Step = 1_000;
    private const int MostPerCall = 10_000;

    public async Task<IReadOnlyList<string>> FindAsync(DateTimeOffset before, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostPerCall);
        var found = new List<string>();
        var after = "";
        while (found.Count < limit)
        {
            var rows = await database.QueryAsync<Candidate>(
                """
                SELECT id, created_at, (state >= 3 AND result_due_at IS NULL AND finished_at < @before) AS ended
                FROM tasks WHERE id > @after ORDER BY id LIMIT @Step
                """,
                new { before, after, Step },
                cancellation);
            var old = rows.TakeWhile(row => row.CreatedAt < before).ToList();
            found.AddRange(old.Where(row => row.Ended).Select(row => row.Id).Take(limit - found.Count));
            if (old.Count < Step)
            {
                break;
            }

            after = old[^1].Id;
        }

        return found;
    }

    private sealed class Candidate
    {
        public required string Id { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public bool Ended { get; init; }
    }
}

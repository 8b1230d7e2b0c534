using Keeper.Storage.Sql;

namespace Keeper.Storage.Agents;

internal sealed class SqlAgentStore(ISqlDatabase database) : IAgentStore
{
    private const string Select =
        "SELECT id, vpc, name, version, secret_hash, health, health_reason, last_seen_at, instance_id, started_at, " +
        "software_version, executors, plugin_faults, labels, created_at FROM agents";

    private static readonly SqlCommandText InsertText = new(
        """
        INSERT INTO agents (id, vpc, name, version, secret_hash, health, health_reason, last_seen_at, instance_id,
            started_at, software_version, executors, plugin_faults, labels, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT DO NOTHING
        """);

    private static readonly SqlCommandText UpdateText = new(
        """
        UPDATE agents SET version = $2, secret_hash = $3, health = $4, health_reason = $5, last_seen_at = $6,
            instance_id = $7, started_at = $8, software_version = $9, executors = $10, plugin_faults = $11, labels = $12
        WHERE id = $1 AND version = $13
        """);

    private static readonly SqlCommandText DeleteText = new("DELETE FROM agents WHERE id = $1");

    public Task<bool> InsertAsync(AgentRow row, CancellationToken cancellation = default) => database.MakeAsync(
        InsertText.With(
            row.Id, row.Vpc, row.Name, row.Version, row.SecretHash, row.Health, row.HealthReason, row.LastSeenAt,
            row.InstanceId, row.StartedAt, row.SoftwareVersion, row.Executors, row.PluginFaults, row.Labels, row.CreatedAt),
        cancellation);

    public Task<bool> UpdateAsync(AgentRow row, CancellationToken cancellation = default) => database.MakeAsync(
        UpdateText.With(
            row.Id, row.Version, row.SecretHash, row.Health, row.HealthReason, row.LastSeenAt, row.InstanceId,
            row.StartedAt, row.SoftwareVersion, row.Executors, row.PluginFaults, row.Labels, row.Version - 1),
        cancellation);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellation = default) =>
        database.MakeAsync(DeleteText.With(id), cancellation);

    public Task<AgentRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        database.FirstAsync<AgentRow>($"{Select} WHERE id = @id", new { id }, cancellation);

    public Task<AgentRow?> FindByNameAsync(string vpc, string name, CancellationToken cancellation = default) =>
        database.FirstAsync<AgentRow>($"{Select} WHERE vpc = @vpc AND name = @name", new { vpc, name }, cancellation);

    public Task<IReadOnlyList<AgentRow>> OfVpcAsync(string vpc, CancellationToken cancellation = default) =>
        database.QueryAsync<AgentRow>($"{Select} WHERE vpc = @vpc ORDER BY name", new { vpc }, cancellation);

    public async Task<Page<AgentRow>> ListAsync(AgentListQuery query, CancellationToken cancellation = default)
    {
        var take = Paging.Take(query.Limit);
        var text = Paging.Pattern(query.Text);
        var (afterVpc, afterName) = AgentCursor.Parse(query.Cursor);
        var filter = string.Join(" AND ", Filters(query, database.Dialect));
        var rows = await database.QueryAsync<AgentRow>(
            $"{Select} WHERE {filter} ORDER BY vpc, name LIMIT @take",
            new { query.Vpc, query.Health, text, afterVpc, afterName, take },
            cancellation);
        return Paging.Page(rows, query.Limit, AgentCursor.Of);
    }

    public async Task<IReadOnlyList<AgentCount>> CountAsync(CancellationToken cancellation = default)
    {
        var counts = await database.QueryAsync<VpcHealthCount>(
            "SELECT vpc, health, COUNT(*) AS agents FROM agents GROUP BY vpc, health ORDER BY vpc, health", null, cancellation);
        return [.. counts.Select(count => new AgentCount(count.Vpc, count.Health, count.Agents))];
    }

    public async Task<IReadOnlyList<AgentAnnouncement>> AnnouncementsAsync(string? vpc, CancellationToken cancellation = default)
    {
        var groups = await database.QueryAsync<ExecutorsCount>(
            $"SELECT vpc, executors, COUNT(*) AS agents FROM agents {(vpc is null ? "" : "WHERE vpc = @vpc")} GROUP BY vpc, executors ORDER BY vpc, executors",
            new { vpc },
            cancellation);
        return [.. groups.Select(group => new AgentAnnouncement(group.Vpc, group.Executors, group.Agents))];
    }

    private static IEnumerable<string> Filters(AgentListQuery query, SqlDialect dialect)
    {
        yield return "(vpc, name) > (@afterVpc, @afterName)";
        if (query.Vpc is not null)
        {
            yield return "vpc = @Vpc";
        }

        if (query.Health is not null)
        {
            yield return "health = @Health";
        }

        if (!string.IsNullOrEmpty(query.Text))
        {
            yield return $"({dialect.Like("name", "@text")} OR {dialect.Like("id", "@text")})";
        }
    }

    private sealed class VpcHealthCount
    {
        public required string Vpc { get; init; }

        public int Health { get; init; }

        public int Agents { get; init; }
    }

    private sealed class ExecutorsCount
    {
        public required string Vpc { get; init; }

        public required string Executors { get; init; }

        public int Agents { get; init; }
    }
}

using System.Data.Common;
using System.Text.Json.Nodes;

namespace Keeper.Process.Tests.Faults;

/// <summary>A row of a task.</summary>
internal sealed record TaskRecord(string Id, string Vpc, string? AgentId, string State, int Attempt, JsonArray Timeline, JsonNode? Result, string Url)
{
    public IEnumerable<(string? AgentId, DiskAttempt Attempt)> Leases => Timeline
        .Where(step => (string)step!["state"]! == "DISPATCHING")
        .Select(step => ((string?)step!["agentId"], new DiskAttempt(Id, (int)step["attempt"]!)));

    /// <summary>As the API would tell it.</summary>
    public JsonObject ToJson() => new() { ["id"] = Id, ["state"] = State, ["attempt"] = Attempt, ["timeline"] = Timeline.DeepClone() };
}

/// <summary>What an agent has left: its folder and its log.</summary>
internal sealed record LeftAgent(string Name, string Data, string Log);

/// <summary>An agent: its row, its disk, and what it logged.</summary>
internal sealed record AgentRecord(string Id, string Vpc, string Name, AgentDisk Disk, string Log);

/// <summary>Everything that is left when all processes have ended.</summary>
internal sealed record Evidence(
    IReadOnlyCollection<string> Accepted,
    IReadOnlyDictionary<string, TaskRecord> Tasks,
    IReadOnlyDictionary<string, AgentRecord> Agents,
    IReadOnlyDictionary<(string Vpc, string State), long> Totals,
    IReadOnlyDictionary<string, int> Hits)
{
    private static readonly string[] States =
        ["CREATED", "DISPATCHING", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED", "EXPIRED"];

    public static async Task<Evidence> ReadAsync(
        DbConnection connection, IReadOnlyList<LeftAgent> agents, IReadOnlyCollection<string> accepted, IReadOnlyDictionary<string, int> hits)
    {
        await connection.OpenAsync();
        var tasks = await QueryAsync(
            connection,
            "SELECT id, vpc, agent_id, state, attempt, CAST(timeline AS TEXT), CAST(result AS TEXT), CAST(arguments AS TEXT) FROM tasks",
            row => new TaskRecord(
                row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), States[Convert.ToInt32(row.GetValue(3))],
                Convert.ToInt32(row.GetValue(4)), JsonNode.Parse(row.GetString(5))!.AsArray(),
                row.IsDBNull(6) ? null : JsonNode.Parse(row.GetString(6)), (string)JsonNode.Parse(row.GetString(7))!["url"]!));
        var known = await QueryAsync(
            connection, "SELECT id, vpc, name FROM agents", row => (Id: row.GetString(0), Vpc: row.GetString(1), Name: row.GetString(2)));
        var totals = await QueryAsync(
            connection, "SELECT vpc, state, total FROM task_totals",
            row => (Key: (row.GetString(0), States[Convert.ToInt32(row.GetValue(1))]), Total: Convert.ToInt64(row.GetValue(2))));
        return new Evidence(
            accepted,
            tasks.ToDictionary(t => t.Id, StringComparer.Ordinal),
            known.Join(agents, k => k.Name, a => a.Name, (k, a) => new AgentRecord(k.Id, k.Vpc, k.Name, AgentDisk.Read(a.Data), a.Log))
                .ToDictionary(a => a.Id, StringComparer.Ordinal),
            totals.Where(t => t.Total > 0).ToDictionary(t => t.Key, t => t.Total),
            hits);
    }

    private static async Task<List<T>> QueryAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }
}

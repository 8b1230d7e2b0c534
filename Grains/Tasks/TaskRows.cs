using Keeper.Grains.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tasks;

/// <summary>Between rows, what grains say of them, and changes of them.</summary>
internal static class TaskRows
{
    /// <summary>A new row from a submission.</summary>
    public static TaskRow New(NewTask task, string vpc, string? agentId, DateTimeOffset at, string timeline) => new()
    {
        Id = task.Id,
        Vpc = vpc,
        AgentId = agentId,
        Pinned = task.Submission.AgentId is not null,
        Kind = task.Submission.Kind,
        Arguments = task.Submission.Arguments,
        State = (int)TaskState.Created,
        Version = 1,
        Attempt = 1,
        Priority = task.Submission.Priority,
        CreatedAt = at,
        ExpiresAt = at.AddSeconds(task.Submission.ExpireAfterSeconds),
        RunTimeoutSeconds = task.Submission.RunTimeoutSeconds,
        DueAt = at.AddSeconds(task.Submission.ExpireAfterSeconds),
        IdempotencyKey = task.Submission.IdempotencyKey,
        ResultUrl = task.Submission.ResultUrl,
        Timeline = timeline,
    };

    /// <summary>The row of a task that is not bound to an agent, as far as its owner needs it; idempotency keys matter to nobody then.</summary>
    public static TaskRow ToRow(this TaskInfo task) => new()
    {
        Id = task.Id,
        Vpc = task.Vpc,
        AgentId = task.AgentId,
        Kind = task.Kind,
        Arguments = task.Arguments,
        State = (int)task.State,
        Version = task.Version,
        Attempt = task.Attempt,
        Priority = task.Priority,
        CreatedAt = task.CreatedAt,
        ExpiresAt = task.ExpiresAt,
        RunTimeoutSeconds = task.RunTimeoutSeconds,
        ResultUrl = task.ResultUrl,
        Timeline = task.Timeline,
        Result = task.Result,
        FinishedAt = task.FinishedAt,
    };

    public static TaskInfo ToInfo(this TaskRow row) => new()
    {
        Id = row.Id,
        Vpc = row.Vpc,
        AgentId = row.AgentId,
        Kind = row.Kind,
        Arguments = row.Arguments,
        State = (TaskState)row.State,
        Attempt = row.Attempt,
        CreatedAt = row.CreatedAt,
        Timeline = row.Timeline,
        Result = row.Result,
        RunTimeoutSeconds = row.RunTimeoutSeconds,
        ExpiresAt = row.ExpiresAt,
        Priority = row.Priority,
        FinishedAt = row.FinishedAt,
        Version = row.Version,
        ResultUrl = row.ResultUrl,
        Pinned = row.Pinned,
    };

    public static TaskChange ToChange(this TaskRow next, int expectedVersion) => new()
    {
        Id = next.Id,
        ExpectedVersion = expectedVersion,
        AgentId = next.AgentId,
        State = next.State,
        Attempt = next.Attempt,
        DueAt = next.DueAt,
        Timeline = next.Timeline,
        Result = next.Result,
        StartedAt = next.StartedAt,
        FinishedAt = next.FinishedAt,
    };

    public static bool IsLive(this TaskRow row) => row.State < TaskRow.FirstTerminalState;
}

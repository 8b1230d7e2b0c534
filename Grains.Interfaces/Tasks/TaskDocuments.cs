using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tasks;

/// <summary>Turns a task into the form in which it leaves the silo.</summary>
public static class TaskDocuments
{
    /// <summary>The task as the operator API answers it and as it is posted to its <c>resultUrl</c>.</summary>
    public static TaskDocument ToDocument(this TaskInfo task) => new()
    {
        Id = task.Id,
        Vpc = task.Vpc,
        AgentId = task.AgentId,
        Kind = task.Kind,
        Arguments = new RawJson(task.Arguments),
        State = task.State,
        Attempt = task.Attempt,
        CreatedAt = task.CreatedAt,
        Timeline = new RawJson(task.Timeline),
        Result = task.Result is { } result ? new RawJson(result) : null,
        RunTimeoutSeconds = task.RunTimeoutSeconds,
        Priority = task.Priority,
        ExpiresAt = task.ExpiresAt,
        FinishedAt = task.FinishedAt,
        Pinned = task.Pinned,
    };
}

using Keeper.Protocol.Tasks;

namespace Keeper.Client.Tasks;

/// <summary>Asks for what was asked before.</summary>
public static class TaskRepeating
{
    /// <summary>The same once more, as another task: for the same agent if one had been chosen.</summary>
    /// <param name="task">The task to repeat.</param>
    /// <param name="idempotencyKey">A key of its own, so that it may be sent again safely.</param>
    public static TaskRequest Again(this TaskDocument task, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new TaskRequest
        {
            Vpc = task.Vpc,
            AgentId = task.Pinned ? task.AgentId : null,
            Kind = task.Kind,
            Arguments = task.Arguments,
            RunTimeoutSeconds = task.RunTimeoutSeconds,
            ExpireAfterSeconds = (int)Math.Clamp((task.ExpiresAt - task.CreatedAt).TotalSeconds, 1, 604_800),
            Priority = task.Priority,
            IdempotencyKey = idempotencyKey,
        };
    }
}

using System.Text.Json;
using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Hosting;

/// <summary>Submissions and reports as tests need them.</summary>
internal static class Sample
{
    /// <summary>A kind that may be repeated.</summary>
    public static TaskSubmission Port(string? agentId = null, int priority = 0, string? key = null, int expireAfterSeconds = 600) => new()
    {
        AgentId = agentId,
        Kind = "port",
        Arguments = """{"host":"db","port":5432,"protocol":"tcp"}""",
        RunTimeoutSeconds = 60,
        ExpireAfterSeconds = expireAfterSeconds,
        Priority = priority,
        IdempotencyKey = key,
    };

    /// <summary>A kind that must not run twice.</summary>
    public static TaskSubmission Command() => Port() with { Kind = "command", Arguments = """{"file":"/bin/true"}""" };

    public static AttemptReport Running(string taskId, int attempt = 1) =>
        new(taskId, attempt, TaskState.Running, DateTimeOffset.UnixEpoch);

    public static AttemptReport Succeeded(string taskId, int attempt = 1) =>
        Ended(taskId, TaskState.Succeeded, Outcome.Success, attempt);

    public static AttemptReport Ended(string taskId, TaskState state, Outcome outcome, int attempt = 1, string message = "as reported") => new(
        taskId, attempt, state, DateTimeOffset.UnixEpoch, message,
        JsonSerializer.Serialize(new TaskResult { Outcome = outcome, Message = message }, AgentWireJson.Default.TaskResult));

    /// <summary>The states that a task went through.</summary>
    public static IReadOnlyList<TaskState> States(this TaskInfo task) => [.. Timeline.Read(task.Timeline).Select(e => e.State)];

    /// <summary>State and attempt.</summary>
    public static (TaskState State, int Attempt) Stage(this TaskInfo task) => (task.State, task.Attempt);

    /// <summary>The cause of its last change.</summary>
    public static string LastCause(this TaskInfo task) => Timeline.Read(task.Timeline)[^1].Cause;
}

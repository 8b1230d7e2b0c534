using System.Text.Json;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tasks;

/// <summary>
/// The only places where a task's state changes (docs/task-states.md). Each takes the row as it stands and gives the row
/// as it shall be, its version untouched: who writes it names the version that it expects. Times that are shown never go back, whatever a wall
/// clock does; times that are acted upon are of the clock.
/// </summary>
internal static class TaskTransitions
{
    /// <summary>Whether a task may go from one state to another.</summary>
    public static bool IsAllowed(TaskState from, TaskState to) => from switch
    {
        TaskState.Created => to is TaskState.Dispatching or TaskState.Cancelled or TaskState.Expired,
        TaskState.Dispatching => to is TaskState.Created or TaskState.Running or TaskState.Failed or TaskState.Cancelled,
        TaskState.Running => to is TaskState.Created or TaskState.Succeeded or TaskState.Failed or TaskState.TimedOut
            or TaskState.Cancelled,
        _ => false,
    };

    /// <summary>CREATED → DISPATCHING: leased to its agent.</summary>
    public static TaskRow Lease(TaskRow row, DateTimeOffset at, string entry)
    {
        Demand(row, TaskState.Dispatching);
        var shown = Timeline.NotBefore(row.Timeline, at);
        return row with
        {
            State = (int)TaskState.Dispatching,
            Timeline = Timeline.Append(row.Timeline, shown == at ? entry : Timeline.At(entry, shown)),
            DueAt = DueTimes.Backstop(at),
        };
    }

    /// <summary>DISPATCHING → RUNNING: an executor has it.</summary>
    public static TaskRow Start(TaskRow row, DateTimeOffset at, TimeSpan grace)
    {
        Demand(row, TaskState.Running);
        var shown = Timeline.NotBefore(row.Timeline, at);
        return row with
        {
            State = (int)TaskState.Running,
            Timeline = Timeline.Append(row.Timeline, Entry(row, TaskState.Running, shown, "executor started")),
            StartedAt = shown,
            DueAt = DueTimes.OfRunning(row.RunTimeoutSeconds, at, at, grace),
        };
    }

    /// <summary>To a terminal state; from RUNNING, and as far as <see cref="IsAllowed"/> says from earlier ones.</summary>
    public static TaskRow Finish(TaskRow row, TaskState state, DateTimeOffset at, string cause, string? result)
    {
        Demand(row, state);
        var shown = Timeline.NotBefore(row.Timeline, at);
        return row with
        {
            State = (int)state,
            Timeline = Timeline.Append(row.Timeline, Entry(row, state, shown, cause)),
            Result = result,
            FinishedAt = shown,
            DueAt = null,
        };
    }

    /// <summary>An end that Keeper itself decides on, with a result that says so.</summary>
    public static TaskRow Finish(TaskRow row, TaskState state, DateTimeOffset at, string cause, Outcome outcome) =>
        Finish(row, state, at, cause, JsonSerializer.Serialize(
            new TaskResult { Outcome = outcome, Message = cause }, AgentWireJson.Default.TaskResult));

    /// <summary>DISPATCHING or RUNNING → CREATED: the lease is lost, and the next one is another attempt.</summary>
    public static TaskRow LoseLease(TaskRow row, DateTimeOffset at, string cause)
    {
        Demand(row, TaskState.Created);
        var shown = Timeline.NotBefore(row.Timeline, at);
        return row with
        {
            State = (int)TaskState.Created,
            Attempt = row.Attempt + 1,
            Timeline = Timeline.Append(row.Timeline, Entry(row, TaskState.Created, shown, $"{cause}; attempt {row.Attempt} given up")),
            StartedAt = null,
            DueAt = row.ExpiresAt,
        };
    }

    /// <summary>A waiting task gets an agent, or loses the one that it waited for; it stays CREATED.</summary>
    public static TaskRow Assign(TaskRow row, string? agentId, DateTimeOffset at, string cause)
    {
        if (row.State != (int)TaskState.Created)
            throw new InvalidOperationException($"Task {row.Id} is {State(row).Word()}; only a CREATED task changes its agent.");
        return row with
        {
            AgentId = agentId,
            Timeline = Timeline.Append(row.Timeline, Timeline.Entry(TaskState.Created, Timeline.NotBefore(row.Timeline, at), cause, agentId)),
            // Without an agent it is on its way to the VPC; should that message be lost, the sweeper finds the row.
            DueAt = agentId is null ? at + DueTimes.HandBack : row.ExpiresAt,
        };
    }

    private static TaskState State(TaskRow row) => (TaskState)row.State;

    private static string Entry(TaskRow row, TaskState state, DateTimeOffset at, string cause) => Timeline.Entry(
        state, at, cause, row.AgentId, State(row) == TaskState.Created ? null : row.Attempt);

    private static void Demand(TaskRow row, TaskState to)
    {
        if (!IsAllowed(State(row), to))
            throw new InvalidOperationException($"Task {row.Id} cannot go from {State(row).Word()} to {to.Word()}.");
    }
}

namespace Keeper.Protocol.Tasks;

/// <summary>An agent's word about one attempt of one task.</summary>
public sealed record TaskReport
{
    /// <summary>The task.</summary>
    public required string TaskId { get; init; }

    /// <summary>The attempt that this is about. A report with another than the current one is refused.</summary>
    public required int Attempt { get; init; }

    /// <summary>RUNNING, SUCCEEDED, FAILED or TIMED_OUT.</summary>
    public required TaskState State { get; init; }

    /// <summary>When, by the agent's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What came of it; required with a terminal state.</summary>
    public TaskResult? Result { get; init; }

    /// <summary>The incarnation of the platform that handed the attempt out. A report of another than the current one is refused.</summary>
    public string? Incarnation { get; init; }
}

/// <summary>One attempt of one task.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Attempt">The attempt, from 1.</param>
public sealed record AttemptRef(string TaskId, int Attempt);

/// <summary>A report that was not accepted. It must not be sent again.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Reason">Why, for people and logs.</param>
public sealed record RefusedReport(string TaskId, int Attempt, string Reason);

/// <summary>What an agent is to do.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Attempt">The attempt, to be named in every report.</param>
/// <param name="Kind">The instruction's kind.</param>
/// <param name="Arguments">The arguments of the kind.</param>
/// <param name="RunTimeoutSeconds">How long it may run once an executor has it.</param>
public sealed record Instruction(string TaskId, int Attempt, string Kind, Json.RawJson Arguments, int RunTimeoutSeconds);

using Keeper.Protocol.Tasks;

namespace Keeper.Protocol.Agents;

/// <summary>What each poll says of the agent's host and of the agent itself.</summary>
public sealed record Heartbeat
{
    /// <summary>Load of the agent's process in per cent of one core.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Resident memory of the agent's process in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Reports that wait in the agent's outbox.</summary>
    public int? Outbox { get; init; }

    /// <summary>What keeps the agent from taking work, such as a full disk; at most <see cref="AgentLimits.FaultLength"/> characters.</summary>
    public string? Fault { get; init; }
}

/// <summary>Body of <c>POST /agent/v1/poll</c>: a heartbeat, and a wish for work.</summary>
public sealed record PollRequest
{
    /// <summary>Identity of the installation. With another one than before, the newest wins.</summary>
    public required string InstanceId { get; init; }

    /// <summary>When the process started, by its own clock. A new one gives back what is not in <see cref="Running"/>.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When this request was sent, by the agent's clock; tells clock skew.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How many more instructions the agent can take now, 0 to 10,000.</summary>
    public required int Capacity { get; init; }

    /// <summary>How long the gateway may hold the request while there is nothing to do; capped at the heartbeat.</summary>
    public double WaitSeconds { get; init; }

    /// <summary>Every attempt that the agent still has: being handed over, running, or ended with its report not yet accepted.</summary>
    public IReadOnlyList<AttemptRef> Running { get; init; } = [];

    /// <summary>Figures of the agent.</summary>
    public Heartbeat? Heartbeat { get; init; }

    /// <summary>Reports, as in <c>POST /reports</c>.</summary>
    public IReadOnlyList<TaskReport>? Reports { get; init; }

    /// <summary>Version of the agent's software; with the first poll after a start.</summary>
    public string? Version { get; init; }

    /// <summary>What the agent can execute; with the first poll after a start and after a change.</summary>
    public IReadOnlyList<ExecutorInfo>? Executors { get; init; }

    /// <summary>Plug-ins that the agent could not load, at most 20; beside <see cref="Executors"/>.</summary>
    public IReadOnlyList<PluginFault>? PluginFaults { get; init; }

    /// <summary>Labels; with the first poll after a start and after a change.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>Answer of <c>POST /agent/v1/poll</c>.</summary>
public sealed record PollResponse
{
    /// <summary>What to do. An attempt that was seen before must not run again.</summary>
    public IReadOnlyList<Instruction> Instructions { get; init; } = [];

    /// <summary>Tasks to stop.</summary>
    public IReadOnlyList<string> Cancelled { get; init; } = [];

    /// <summary>Reports that are on disk in the silo; the agent may forget them.</summary>
    public IReadOnlyList<AttemptRef> Accepted { get; init; } = [];

    /// <summary>Reports that will never be accepted; the agent may forget them.</summary>
    public IReadOnlyList<RefusedReport> Refused { get; init; } = [];

    /// <summary>How often to poll, at least.</summary>
    public int HeartbeatSeconds { get; init; }

    /// <summary>
    /// The platform's data set. A restored backup has a new one: attempts are counted anew from what the backup knew, so
    /// an attempt that was seen under another incarnation is not the same attempt.
    /// </summary>
    public string? Incarnation { get; init; }
}

/// <summary>Body of <c>POST /agent/v1/reports</c>.</summary>
/// <param name="InstanceId">Identity of the installation.</param>
/// <param name="Reports">At most 1,000.</param>
public sealed record ReportsRequest(string InstanceId, IReadOnlyList<TaskReport> Reports);

/// <summary>Answer of <c>POST /agent/v1/reports</c>.</summary>
/// <param name="Accepted">On disk in the silo.</param>
/// <param name="Refused">Never to be accepted.</param>
public sealed record ReportsResponse(IReadOnlyList<AttemptRef> Accepted, IReadOnlyList<RefusedReport> Refused);

/// <summary>Body of <c>POST /agent/v1/bye</c>: a clean shutdown.</summary>
/// <param name="InstanceId">Identity of the installation.</param>
public sealed record ByeRequest(string InstanceId);

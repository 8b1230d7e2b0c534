using Keeper.Grains.Tasks;
using Orleans;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Keeper.Grains.Agents;

/// <summary>
/// One agent; the key is its id. It owns the agent's queue and leases and is the one writer of the rows of the tasks that
/// the agent has. No call waits for the agent: the gateway parks polls and is woken through <see cref="IAgentWaker"/>.
/// </summary>
[Alias("keeper.IAgentGrain"), Version(1)]
public interface IAgentGrain : IGrainWithStringKey
{
    /// <summary>
    /// A heartbeat, the agent's reports, and a wish for work. Reports and leases are on disk when this answers.
    /// An instruction whose hand-over may have been lost is handed over again with the same attempt.
    /// </summary>
    [Alias("Poll")]
    Task<PollAnswer> PollAsync(AgentPoll poll);

    /// <summary>
    /// Work that has come up while the poll was parked: no heartbeat, because nothing arrived from the agent.
    /// Answers with an empty list when another instance or a later poll has taken over, and with
    /// <see cref="AgentAccess.Unauthorized"/> when the agent was deleted meanwhile.
    /// </summary>
    /// <param name="instanceId">The installation whose poll is parked.</param>
    /// <param name="capacity">How many instructions the parked poll can take.</param>
    [Alias("Take")]
    Task<PollAnswer> TakeAsync(string instanceId, int capacity);

    /// <summary>Reports without a wish for work. Repeating an accepted report is accepted again.</summary>
    [Alias("Report")]
    Task<PollAnswer> ReportAsync(string secretHash, string instanceId, IReadOnlyList<AttemptReport> reports);

    /// <summary>A clean shutdown: what the agent has not started goes to others at once.</summary>
    [Alias("Bye")]
    Task<AgentAccess> ByeAsync(string secretHash, string instanceId);

    /// <summary>Wakes this one from now on when there is something for the agent. The newest waker wins; renewed by each park.</summary>
    [AlwaysInterleave, Alias("SetWaker")]
    Task SetWakerAsync(IAgentWaker waker);

    /// <summary>The agent as operators see it; <see langword="null"/> when there is none.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<AgentInfo?> GetAsync();

    /// <summary>Revokes the credential, gives the agent's tasks back to its VPC, and removes the agent.</summary>
    /// <returns>Whether there was such an agent.</returns>
    [Alias("Delete")]
    Task<bool> DeleteAsync(string cause);

    /// <summary>New tasks of its VPC, chosen for this agent. They are on disk when this answers.</summary>
    /// <returns>An answer for each, in the same order.</returns>
    [AlwaysInterleave, Alias("Enqueue")]
    Task<EnqueueAnswer> EnqueueAsync(IReadOnlyList<NewTask> tasks);

    /// <summary>Tasks that waited in the VPC and are now chosen for this agent; it takes over their rows.</summary>
    [AlwaysInterleave, Alias("Adopt")]
    Task<EnqueueAnswer> AdoptAsync(IReadOnlyList<TaskInfo> tasks);

    /// <summary>Ends a task that this agent owns; <see langword="null"/> when it does not own it (any more).</summary>
    [Alias("Cancel")]
    Task<CancelAnswer?> CancelAsync(string taskId, string cause);

    /// <summary>Tell the task's grain of every change of this task; <see langword="false"/> when it is not this agent's (any more).</summary>
    [AlwaysInterleave, Alias("Watch")]
    Task<bool> WatchAsync(string taskId);

    /// <summary>Looks at what is due: leases, run time-outs, expiry, its own silence. Called by the sweeper and by its own timer.</summary>
    [Alias("CheckDue")]
    Task CheckDueAsync();

    /// <summary>The row of this agent was created or enrolled anew: read it again.</summary>
    [Alias("Refresh")]
    Task RefreshAsync();
}

/// <summary>Wakes a parked poll.</summary>
[Alias("keeper.IAgentWaker")]
public interface IAgentWaker : IGrainObserver
{
    /// <summary>There is something for this agent.</summary>
    [OneWay, Alias("Wake")]
    Task WakeAsync(string agentId);
}

/// <summary>A task with the id that its VPC gave it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Submission">What was submitted.</param>
[GenerateSerializer, Immutable, Alias("keeper.NewTask")]
public sealed record NewTask([property: Id(0)] string Id, [property: Id(1)] TaskSubmission Submission);

/// <summary>What became of tasks that were given to an agent.</summary>
/// <param name="Taken">For each task, in order: whether it is now this agent's, on disk.</param>
/// <param name="Full">Whether those not taken failed for lack of room.</param>
/// <param name="Load">Tasks that the agent now has, queued and in flight.</param>
[GenerateSerializer, Immutable, Alias("keeper.EnqueueAnswer")]
public sealed record EnqueueAnswer(
    [property: Id(0)] IReadOnlyList<bool> Taken,
    [property: Id(1)] bool Full,
    [property: Id(2)] int Load);

/// <summary>Lists agents: rows from the store, live figures from the agents' grains. Any number of activations; use key 0.</summary>
[Alias("keeper.IFleetGrain"), Version(1)]
public interface IFleetGrain : IGrainWithIntegerKey
{
    /// <summary>One page of agents, by VPC and name.</summary>
    [Alias("List")]
    Task<AgentPage> ListAsync(AgentQuery query);

    /// <summary>How many agents are in each health, by VPC.</summary>
    [Alias("Count")]
    Task<IReadOnlyList<FleetCount>> CountAsync();

    /// <summary>The kinds that agents have announced, by kind and VPC.</summary>
    /// <param name="vpc">Those of this VPC; <see langword="null"/> for all.</param>
    [Alias("Kinds")]
    Task<IReadOnlyList<AnnouncedKind>> KindsAsync(string? vpc);
}

/// <summary>A kind that agents of a VPC have announced, as most of them did.</summary>
/// <param name="Vpc">The VPC.</param>
/// <param name="Executor">What was announced.</param>
/// <param name="Agents">How many agents announced the kind, in whatever version.</param>
[GenerateSerializer, Immutable, Alias("keeper.AnnouncedKind")]
public sealed record AnnouncedKind([property: Id(0)] string Vpc, [property: Id(1)] AgentExecutor Executor, [property: Id(2)] int Agents);

/// <summary>A number of agents.</summary>
/// <param name="Vpc">The VPC.</param>
/// <param name="Health">The health.</param>
/// <param name="Agents">How many agents.</param>
[GenerateSerializer, Immutable, Alias("keeper.FleetCount")]
public sealed record FleetCount([property: Id(0)] string Vpc, [property: Id(1)] AgentHealth Health, [property: Id(2)] int Agents);

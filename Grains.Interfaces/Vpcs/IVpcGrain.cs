using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Orleans;
using Orleans.CodeGeneration;
using Orleans.Concurrency;

namespace Keeper.Grains.Vpcs;

/// <summary>
/// One VPC; the key is its name. It knows the VPC's agents, chooses one for each task, and holds (and writes the rows of)
/// tasks that wait for one. Addresses may overlap between VPCs: nothing here is looked up by address.
/// </summary>
[Alias("keeper.IVpcGrain"), Version(1)]
public interface IVpcGrain : IGrainWithStringKey
{
    /// <summary>Makes the VPC, or changes what was set.</summary>
    [Alias("Put")]
    Task<VpcInfo> PutAsync(VpcSettings settings);

    /// <summary>The VPC; <see langword="null"/> when there is none.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<VpcInfo?> GetAsync();

    /// <summary>Makes an agent before it has ever connected, with a token that enrols just this agent once within a week.</summary>
    [Alias("CreateAgent")]
    Task<CreateAgentAnswer> CreateAgentAsync(string name);

    /// <summary>Makes a token with which agents enrol themselves into this VPC; <see langword="null"/> when there is no such VPC.</summary>
    /// <param name="expiresInSeconds">1 to 31,536,000 (a year).</param>
    /// <param name="maxUses">1 to 100,000.</param>
    [Alias("IssueToken")]
    Task<IssuedToken?> IssueTokenAsync(int expiresInSeconds, int maxUses);

    /// <summary>Takes an agent in. A name that is taken by an agent with the same installation gets a new secret; with another one it is refused.</summary>
    [Alias("Enroll")]
    Task<EnrollAnswer> EnrollAsync(Enrollment enrollment);

    /// <summary>
    /// Takes tasks, all on disk when this answers; also while the VPC has no agent.
    /// </summary>
    /// <returns>An answer for each, in the same order.</returns>
    [AlwaysInterleave, Alias("Submit")]
    Task<IReadOnlyList<SubmitAnswer>> SubmitAsync(IReadOnlyList<TaskSubmission> tasks);

    /// <summary>
    /// Says what would be wrong with submissions as far as only the VPC knows: itself, kinds that no agent has, arguments that
    /// do not fit what its agents announced of such a kind, agents that are not its own. For bodies that will be refused anyway, or that should be before a part of them is taken.
    /// </summary>
    /// <returns>Every fault; empty when there is none.</returns>
    [AlwaysInterleave, Alias("Examine")]
    Task<IReadOnlyList<SubmissionFault>> ExamineAsync(IReadOnlyList<SubmissionAim> tasks);

    /// <summary>An agent says how it stands. Sent on every change of health or kinds and, when the load changed, a few times a second.</summary>
    [OneWay, AlwaysInterleave, Alias("AgentChanged")]
    Task AgentChangedAsync(AgentStanding standing);

    /// <summary>Tasks that an agent has given back: their rows have no agent any more.</summary>
    [OneWay, AlwaysInterleave, Alias("TakeBack")]
    Task TakeBackAsync(IReadOnlyList<TaskInfo> tasks);

    /// <summary>Ends a task that waits here; <see langword="null"/> when it does not (any more).</summary>
    [Alias("Cancel")]
    Task<CancelAnswer?> CancelAsync(string taskId, string cause);

    /// <summary>Tell the task's grain of every change of this task; <see langword="false"/> when it does not wait here (any more).</summary>
    [AlwaysInterleave, Alias("Watch")]
    Task<bool> WatchAsync(string taskId);

    /// <summary>Looks at what is due: expiry of waiting tasks, rows without an agent that it does not know. Called by the sweeper.</summary>
    [Alias("CheckDue")]
    Task CheckDueAsync();
}

/// <summary>What an operator sets.</summary>
/// <param name="Description">For people, at most 500 characters.</param>
/// <param name="Labels">At most 50.</param>
[GenerateSerializer, Immutable, Alias("keeper.VpcSettings")]
public sealed record VpcSettings(
    [property: Id(0)] string Description,
    [property: Id(1)] IReadOnlyDictionary<string, string> Labels);

/// <summary>A VPC as operators see it.</summary>
[GenerateSerializer, Immutable, Alias("keeper.VpcInfo")]
public sealed record VpcInfo
{
    /// <summary>Name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>For people.</summary>
    [Id(1)] public string Description { get; init; } = "";

    /// <summary>Labels.</summary>
    [Id(2)] public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When it was made.</summary>
    [Id(3)] public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What came of making an agent. <paramref name="Problem"/> says why there is none.</summary>
[GenerateSerializer, Immutable, Alias("keeper.CreateAgentAnswer")]
public sealed record CreateAgentAnswer(
    [property: Id(0)] string? AgentId,
    [property: Id(1)] string? Token,
    [property: Id(2)] CreateAgentProblem Problem = CreateAgentProblem.None);

/// <summary>Why no agent was made.</summary>
public enum CreateAgentProblem
{
    /// <summary>One was.</summary>
    None = 0,

    /// <summary>No such VPC.</summary>
    NoSuchVpc = 1,

    /// <summary>The VPC has an agent of this name.</summary>
    NameTaken = 2,
}

/// <summary>A token, shown once.</summary>
/// <param name="Token">The token.</param>
/// <param name="ExpiresAt">When it stops working.</param>
[GenerateSerializer, Immutable, Alias("keeper.IssuedToken")]
public sealed record IssuedToken([property: Id(0)] string Token, [property: Id(1)] DateTimeOffset ExpiresAt);

/// <summary>An agent that wants in.</summary>
[GenerateSerializer, Immutable, Alias("keeper.Enrollment")]
public sealed record Enrollment
{
    /// <summary>The token as presented.</summary>
    [Id(0)] public required string Token { get; init; }

    /// <summary>The agent's name; a token that was made for one agent decides it instead.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Version of its software.</summary>
    [Id(2)] public required string Version { get; init; }

    /// <summary>Identity of the installation.</summary>
    [Id(3)] public required string InstanceId { get; init; }

    /// <summary>What it can execute.</summary>
    [Id(4)] public IReadOnlyList<AgentExecutor> Executors { get; init; } = [];

    /// <summary>Labels.</summary>
    [Id(5)] public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Why an agent was not taken in.</summary>
public enum EnrollProblem
{
    /// <summary>It was.</summary>
    None = 0,

    /// <summary>The token is unknown, expired or used up; which, is nobody's business but the operator's.</summary>
    TokenInvalid = 1,

    /// <summary>The VPC has another agent of this name.</summary>
    NameTaken = 2,
}

/// <summary>What came of an enrollment. The secret is shown once and kept as a hash.</summary>
[GenerateSerializer, Immutable, Alias("keeper.EnrollAnswer")]
public sealed record EnrollAnswer(
    [property: Id(0)] string? AgentId,
    [property: Id(1)] string? Secret,
    [property: Id(2)] EnrollProblem Problem = EnrollProblem.None);

/// <summary>How an agent stands, as far as choosing one needs it.</summary>
[GenerateSerializer, Immutable, Alias("keeper.AgentStanding")]
public sealed record AgentStanding
{
    /// <summary>The agent.</summary>
    [Id(0)] public required string AgentId { get; init; }

    /// <summary>Its health.</summary>
    [Id(1)] public required AgentHealth Health { get; init; }

    /// <summary>The kinds that it can execute, with their schemas.</summary>
    [Id(2)] public IReadOnlyList<AgentExecutor> Executors { get; init; } = [];

    /// <summary>Tasks that it has, queued and in flight.</summary>
    [Id(3)] public int Load { get; init; }

    /// <summary>Whether it was removed.</summary>
    [Id(4)] public bool Removed { get; init; }
}

/// <summary>Lists VPCs straight from the store. Any number of activations; use key 0.</summary>
[Alias("keeper.IVpcListGrain"), Version(1)]
public interface IVpcListGrain : IGrainWithIntegerKey
{
    /// <summary>One page of VPCs by name.</summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cursor">Where the page before ended.</param>
    [Alias("List")]
    Task<VpcPage> ListAsync(int limit, string? cursor);
}

/// <summary>One page of VPCs.</summary>
/// <param name="Items">The VPCs.</param>
/// <param name="Next">Cursor of the next page; <see langword="null"/> on the last.</param>
[GenerateSerializer, Immutable, Alias("keeper.VpcPage")]
public sealed record VpcPage([property: Id(0)] IReadOnlyList<VpcInfo> Items, [property: Id(1)] string? Next);

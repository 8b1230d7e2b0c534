using Keeper.Protocol.Tasks;
using Orleans;

namespace Keeper.Grains.Tasks;

/// <summary>A task as it stands on disk.</summary>
[GenerateSerializer, Immutable, Alias("keeper.TaskInfo")]
public sealed record TaskInfo
{
    /// <summary>Id, sortable by the time of creation.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The VPC that it is for.</summary>
    [Id(1)] public required string Vpc { get; init; }

    /// <summary>The agent that has it, or had it last.</summary>
    [Id(2)] public string? AgentId { get; init; }

    /// <summary>The instruction's kind.</summary>
    [Id(3)] public required string Kind { get; init; }

    /// <summary>The kind's arguments as JSON text.</summary>
    [Id(4)] public required string Arguments { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(5)] public required TaskState State { get; init; }

    /// <summary>The attempt under way or, while nobody has it, the next one; from 1.</summary>
    [Id(6)] public required int Attempt { get; init; }

    /// <summary>When it was accepted.</summary>
    [Id(7)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Every state it entered with time and cause: JSON text of an array of <see cref="TimelineEntry"/>.</summary>
    [Id(8)] public required string Timeline { get; init; }

    /// <summary>What came of it: JSON text of a <see cref="TaskResult"/>; <see langword="null"/> until there is one.</summary>
    [Id(9)] public string? Result { get; init; }

    /// <summary>How long it may run, in seconds.</summary>
    [Id(10)] public int RunTimeoutSeconds { get; init; }

    /// <summary>When it expires if nobody has taken it.</summary>
    [Id(11)] public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Higher goes first.</summary>
    [Id(12)] public int Priority { get; init; }

    /// <summary>When it ended.</summary>
    [Id(13)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Version of the row; every change of state raises it by one.</summary>
    [Id(14)] public int Version { get; init; }

    /// <summary>Where the finished task is posted to.</summary>
    [Id(15)] public string? ResultUrl { get; init; }

    /// <summary>Whether <see cref="AgentId"/> was chosen by whoever submitted it, and not by the VPC.</summary>
    [Id(16)] public bool Pinned { get; init; }
}

/// <summary>Which tasks to list. Everything that is <see langword="null"/> does not filter.</summary>
[GenerateSerializer, Immutable, Alias("keeper.TaskQuery")]
public sealed record TaskQuery
{
    /// <summary>Tasks of this VPC.</summary>
    [Id(0)] public string? Vpc { get; init; }

    /// <summary>Tasks that this agent has or had last.</summary>
    [Id(1)] public string? AgentId { get; init; }

    /// <summary>Tasks in one of these states.</summary>
    [Id(2)] public IReadOnlyList<TaskState>? States { get; init; }

    /// <summary>Tasks of this kind.</summary>
    [Id(3)] public string? Kind { get; init; }

    /// <summary>At most this many, 1 to 1,000.</summary>
    [Id(4)] public int Limit { get; init; } = 100;

    /// <summary>Where the page before ended (<see cref="TaskPage.Next"/>).</summary>
    [Id(5)] public string? Cursor { get; init; }

    /// <summary>Tasks whose arguments contain this text.</summary>
    [Id(6)] public string? Text { get; init; }
}

/// <summary>One page of tasks, newest first.</summary>
/// <param name="Items">The tasks.</param>
/// <param name="Next">Cursor of the next page; <see langword="null"/> on the last.</param>
[GenerateSerializer, Immutable, Alias("keeper.TaskPage")]
public sealed record TaskPage([property: Id(0)] IReadOnlyList<TaskInfo> Items, [property: Id(1)] string? Next);

using Keeper.Protocol.Json;

namespace Keeper.Protocol.Tasks;

/// <summary>A task as the operator API answers it and as it is posted to a task's <c>resultUrl</c>.</summary>
public sealed record TaskDocument
{
    /// <summary>Id, sortable by the time of creation.</summary>
    public required string Id { get; init; }

    /// <summary>The VPC that it is for.</summary>
    public required string Vpc { get; init; }

    /// <summary>The agent that has it or had it last; <see langword="null"/> while none has.</summary>
    public string? AgentId { get; init; }

    /// <summary>The instruction's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The arguments as they were submitted.</summary>
    public required RawJson Arguments { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required TaskState State { get; init; }

    /// <summary>The attempt under way or, while nobody has it, the next one; from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>An array of <see cref="TimelineEntry"/>, oldest first.</summary>
    public required RawJson Timeline { get; init; }

    /// <summary>A <see cref="TaskResult"/>; <see langword="null"/> until there is one.</summary>
    public RawJson? Result { get; init; }

    /// <summary>How long it may run, in seconds.</summary>
    public int RunTimeoutSeconds { get; init; }

    /// <summary>Higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>When it expires if nobody has taken it.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether <see cref="AgentId"/> was chosen by whoever submitted it, and not by the VPC.</summary>
    public bool Pinned { get; init; }
}

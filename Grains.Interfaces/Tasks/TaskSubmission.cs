using Orleans;

namespace Keeper.Grains.Tasks;

/// <summary>A task as it is handed to a VPC: checked by the gateway, not yet on disk.</summary>
[GenerateSerializer, Immutable, Alias("keeper.TaskSubmission")]
public sealed record TaskSubmission
{
    /// <summary>The agent that has to do it; <see langword="null"/> lets the VPC choose.</summary>
    [Id(0)] public string? AgentId { get; init; }

    /// <summary>The instruction's kind.</summary>
    [Id(1)] public required string Kind { get; init; }

    /// <summary>The kind's arguments as JSON text.</summary>
    [Id(2)] public required string Arguments { get; init; }

    /// <summary>How long it may run once an executor has it, in seconds.</summary>
    [Id(3)] public required int RunTimeoutSeconds { get; init; }

    /// <summary>How long it may wait for an agent, in seconds.</summary>
    [Id(4)] public required int ExpireAfterSeconds { get; init; }

    /// <summary>Higher goes first, 0 by default.</summary>
    [Id(5)] public int Priority { get; init; }

    /// <summary>A repeated submission with the same key in the same VPC is answered with the first one's task.</summary>
    [Id(6)] public string? IdempotencyKey { get; init; }

    /// <summary>Where the finished task is posted to.</summary>
    [Id(7)] public string? ResultUrl { get; init; }
}

/// <summary>Why a submission was not taken.</summary>
public enum SubmitRefusal
{
    /// <summary>It was taken.</summary>
    None = 0,

    /// <summary>The VPC does not exist.</summary>
    NoSuchVpc = 1,

    /// <summary>A submission is wrong; the message says how.</summary>
    Invalid = 2,

    /// <summary>An idempotency key was used before for a different task.</summary>
    IdempotencyConflict = 3,

    /// <summary>The VPC's or the agent's queue is full; later it may not be.</summary>
    Full = 4,
}

/// <summary>What came of one submission.</summary>
/// <param name="TaskId">The task, when it was taken now or earlier under the same idempotency key.</param>
/// <param name="Refusal">Why it was not taken.</param>
/// <param name="Field">The field that is to blame, for example <c>agentId</c>.</param>
/// <param name="Message">The refusal for people.</param>
[GenerateSerializer, Immutable, Alias("keeper.SubmitAnswer")]
public sealed record SubmitAnswer(
    [property: Id(0)] string? TaskId,
    [property: Id(1)] SubmitRefusal Refusal = SubmitRefusal.None,
    [property: Id(2)] string? Field = null,
    [property: Id(3)] string? Message = null);

/// <summary>What of a submission only its VPC can judge.</summary>
/// <param name="Kind">The instruction's kind; <see langword="null"/> when it could not be read.</param>
/// <param name="AgentId">The agent that has to do it, if one was named.</param>
/// <param name="Arguments">The arguments as JSON text, if they are those of a kind that Keeper itself does not know.</param>
[GenerateSerializer, Immutable, Alias("keeper.SubmissionAim")]
public sealed record SubmissionAim(
    [property: Id(0)] string? Kind,
    [property: Id(1)] string? AgentId,
    [property: Id(2)] string? Arguments = null);

/// <summary>Something is wrong with a submission.</summary>
/// <param name="Place">Which of the submissions, from 0.</param>
/// <param name="Field">The field that is to blame.</param>
/// <param name="Message">What is wrong with it, for people.</param>
[GenerateSerializer, Immutable, Alias("keeper.SubmissionFault")]
public sealed record SubmissionFault([property: Id(0)] int Place, [property: Id(1)] string Field, [property: Id(2)] string Message);

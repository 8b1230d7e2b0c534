namespace Keeper.Storage.Tasks;

/// <summary>A task's row. States are the stored numbers of the protocol's task states; 3 and above are terminal.</summary>
public sealed record TaskRow
{
    /// <summary>Lowest number of a terminal state.</summary>
    public const int FirstTerminalState = 3;

    /// <summary>Id, sortable by the time of creation.</summary>
    public required string Id { get; init; }

    /// <summary>VPC.</summary>
    public required string Vpc { get; init; }

    /// <summary>The agent whose grain owns the row; <see langword="null"/> while the VPC's grain does.</summary>
    public string? AgentId { get; init; }

    /// <summary>Whether the operator named the agent, so that no other may have it.</summary>
    public bool Pinned { get; init; }

    /// <summary>Kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Arguments as JSON text.</summary>
    public required string Arguments { get; init; }

    /// <summary>State.</summary>
    public required int State { get; init; }

    /// <summary>Raised by one with every change.</summary>
    public required int Version { get; init; }

    /// <summary>The attempt under way, or the next one.</summary>
    public required int Attempt { get; init; }

    /// <summary>Higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it expires unless somebody has taken it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long it may run, in seconds.</summary>
    public required int RunTimeoutSeconds { get; init; }

    /// <summary>When its owner has to look at it again at the latest; <see langword="null"/> when nothing is due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Idempotency key, unique in the VPC.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Where the finished task is posted to.</summary>
    public string? ResultUrl { get; init; }

    /// <summary>Timeline as JSON text.</summary>
    public required string Timeline { get; init; }

    /// <summary>Result as JSON text.</summary>
    public string? Result { get; init; }

    /// <summary>When the current attempt started to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>A change of one row, made only if the row's version is the expected one. Every field is written.</summary>
public sealed record TaskChange
{
    /// <summary>The row.</summary>
    public required string Id { get; init; }

    /// <summary>The version that the row must have; it becomes one more.</summary>
    public required int ExpectedVersion { get; init; }

    /// <summary>New owner.</summary>
    public required string? AgentId { get; init; }

    /// <summary>New state.</summary>
    public required int State { get; init; }

    /// <summary>New attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>New due time.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>New timeline.</summary>
    public required string Timeline { get; init; }

    /// <summary>New result.</summary>
    public string? Result { get; init; }

    /// <summary>New start of running.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>New end.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>Which tasks to list. What is <see langword="null"/> does not filter.</summary>
/// <param name="Vpc">VPC.</param>
/// <param name="AgentId">Agent.</param>
/// <param name="States">States.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Text">Text that the arguments contain.</param>
/// <param name="Limit">1 to 1,000.</param>
/// <param name="Cursor">Where the page before ended.</param>
public sealed record TaskListQuery(
    string? Vpc, string? AgentId, IReadOnlyList<int>? States, string? Kind, string? Text, int Limit, string? Cursor);

/// <summary>An owner of rows that are due.</summary>
/// <param name="Vpc">The VPC of the rows.</param>
/// <param name="AgentId">The owning agent; <see langword="null"/> for the VPC itself.</param>
public sealed record DueOwner(string Vpc, string? AgentId);

/// <summary>A finished task whose result is to be posted now.</summary>
/// <param name="Task">The task.</param>
/// <param name="Tries">How often that was tried.</param>
public sealed record ResultDelivery(TaskRow Task, int Tries);

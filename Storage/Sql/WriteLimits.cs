namespace Keeper.Storage.Sql;

/// <summary>Bounds of the writer.</summary>
/// <param name="Timeout">How long a unit may wait for the writer before it fails unwritten.</param>
internal sealed record WriteLimits(TimeSpan Timeout)
{
    /// <summary>Units that may wait at a time.</summary>
    public int QueuedUnits { get; init; } = 16_384;

    /// <summary>Statements of one unit.</summary>
    public int StatementsPerUnit { get; init; } = 10_000;

    /// <summary>How often a writer that failed tries by itself whether it can write again.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A transaction takes no further unit beyond this many statements. Enough to make the sync of the disk cheap, few
    /// enough that nobody waits long for it.
    /// </summary>
    public int StatementsPerCommit { get; init; } = 2_000;
}

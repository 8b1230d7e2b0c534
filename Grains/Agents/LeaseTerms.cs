using System.Collections.Frozen;

namespace Keeper.Grains.Agents;

/// <summary>What deciding about leases needs to know besides the tasks.</summary>
/// <param name="AgentId">The agent.</param>
/// <param name="AgentName">Its name, for causes.</param>
/// <param name="Now">Now, on the monotonic clock.</param>
/// <param name="At">Now, on the wall.</param>
/// <param name="LeaseUntil">End of a lease given now, on the monotonic clock.</param>
/// <param name="Grace">How much longer than its run time-out a task may stay RUNNING.</param>
/// <param name="Frequency">Timestamps a second.</param>
internal readonly record struct LeaseTerms(
    string AgentId, string AgentName, long Now, DateTimeOffset At, long LeaseUntil, TimeSpan Grace, long Frequency)
{
    /// <summary>Kinds unknown to Keeper that the agent has announced as repeatable.</summary>
    public IReadOnlySet<string> RepeatableKinds { get; init; } = FrozenSet<string>.Empty;

    /// <summary>When a task that started now is given up, on the monotonic clock.</summary>
    public long RunUntil(int runTimeoutSeconds) => Now + (long)((runTimeoutSeconds + Grace.TotalSeconds) * Frequency);

    /// <summary>
    /// When a task that started earlier is given up by an owner that has just read it. Not later than if it had started now:
    /// the wall clock may have been set back. Not before its fresh lease and the grace of a late report have passed either:
    /// while nobody was there to hear it, a report may have come to wait at the agent.
    /// </summary>
    public long RunUntil(int runTimeoutSeconds, DateTimeOffset startedAt)
    {
        var left = startedAt.AddSeconds(runTimeoutSeconds) + Grace - At;
        var end = Math.Min(RunUntil(runTimeoutSeconds), Now + (long)(left.TotalSeconds * Frequency));
        return Math.Max(end, LeaseUntil + (long)(Grace.TotalSeconds * Frequency));
    }
}

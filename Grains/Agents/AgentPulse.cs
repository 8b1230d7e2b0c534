namespace Keeper.Grains.Agents;

/// <summary>
/// What an agent's polls say of it, in memory only. Times are timestamps of the monotonic clock: an agent is not offline
/// because somebody set the silo's clock.
/// </summary>
internal sealed class AgentPulse
{
    /// <summary>When the last request arrived.</summary>
    public long LastSeen { get; private set; }

    /// <summary>The same for people.</summary>
    public DateTimeOffset? LastSeenAt { get; private set; }

    /// <summary>Number of the last poll.</summary>
    public long Polls { get; private set; }

    /// <summary>How many instructions it could take when it last asked.</summary>
    public int Capacity { get; private set; }

    /// <summary>How far the agent's clock is ahead; negative when it is behind.</summary>
    public TimeSpan ClockSkew { get; private set; }

    /// <summary>Since when it has polled without room for more; <see langword="null"/> when it has room.</summary>
    public long? FullSince { get; private set; }

    /// <summary>When a superseded installation last polled.</summary>
    public long? SupersededSeen { get; private set; }

    public double? CpuPercent { get; private set; }

    public long? MemoryBytes { get; private set; }

    public int? Outbox { get; private set; }

    /// <summary>What it says keeps it from taking work.</summary>
    public string? Fault { get; private set; }

    /// <summary>As if it had just been heard of: after an activation every silence and every lease starts afresh.</summary>
    public void Begin(long now, DateTimeOffset? lastSeenAt)
    {
        LastSeen = now;
        LastSeenAt = lastSeenAt;
    }

    /// <summary>A poll has arrived.</summary>
    public void Beat(AgentPoll poll, long now, DateTimeOffset at)
    {
        LastSeen = now;
        LastSeenAt = at;
        Polls++;
        Capacity = poll.Capacity;
        ClockSkew = poll.SentAt - at;
        FullSince = poll.Capacity > 0 ? null : FullSince ?? now;
        CpuPercent = poll.CpuPercent;
        MemoryBytes = poll.MemoryBytes;
        Outbox = poll.Outbox;
        Fault = poll.Fault;
    }

    /// <summary>It was handed something while its poll was parked.</summary>
    public void Took(int count) => Capacity = Math.Max(0, Capacity - count);

    /// <summary>Reports have arrived: a sign of life, too.</summary>
    public void Touch(long now, DateTimeOffset at)
    {
        LastSeen = now;
        LastSeenAt = at;
    }

    /// <summary>A superseded installation has polled.</summary>
    public void Superseded(long now) => SupersededSeen = now;
}

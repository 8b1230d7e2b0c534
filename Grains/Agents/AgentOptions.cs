using Keeper.Protocol.Validation;

namespace Keeper.Grains.Agents;

/// <summary>Configuration section <c>Keeper:Agents</c>.</summary>
public sealed class AgentOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Keeper:Agents";

    /// <summary>How often an agent has to poll, at least, in seconds: 1 to 300.</summary>
    public int HeartbeatSeconds { get; set; } = 5;

    /// <summary>After how many silent seconds an agent is Offline and its leases are lost: twice the heartbeat to 3,600.</summary>
    public int OfflineAfterSeconds { get; set; } = 15;

    /// <summary>How many tasks one agent may have, queued and in flight: 1 to 1,000,000.</summary>
    public int QueueLimit { get; set; } = 50_000;

    /// <summary>By how many seconds an agent's clock may differ before that is a reason for Degraded: 1 to 86,400.</summary>
    public int MaxClockSkewSeconds { get; set; } = 30;

    /// <summary>For how many seconds an agent may be full before it counts as overloaded: 1 to 86,400.</summary>
    public int OverloadedAfterSeconds { get; set; } = 60;

    /// <summary>How many reports may wait in an agent's outbox before that is a reason for Degraded: 1 to 1,000,000.</summary>
    public int MaxOutbox { get; set; } = 1_000;

    internal TimeSpan OfflineAfter => TimeSpan.FromSeconds(OfflineAfterSeconds);

    internal void Check(Faults faults)
    {
        OptionFaults.Range(faults, $"{Section}:{nameof(HeartbeatSeconds)}", HeartbeatSeconds, 1, 300);
        OptionFaults.Range(faults, $"{Section}:{nameof(OfflineAfterSeconds)}", OfflineAfterSeconds, Math.Clamp(2 * HeartbeatSeconds, 2, 600), 3_600);
        OptionFaults.Range(faults, $"{Section}:{nameof(QueueLimit)}", QueueLimit, 1, 1_000_000);
        OptionFaults.Range(faults, $"{Section}:{nameof(MaxClockSkewSeconds)}", MaxClockSkewSeconds, 1, 86_400);
        OptionFaults.Range(faults, $"{Section}:{nameof(OverloadedAfterSeconds)}", OverloadedAfterSeconds, 1, 86_400);
        OptionFaults.Range(faults, $"{Section}:{nameof(MaxOutbox)}", MaxOutbox, 1, 1_000_000);
    }
}

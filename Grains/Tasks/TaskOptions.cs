using Keeper.Protocol.Validation;

namespace Keeper.Grains.Tasks;

/// <summary>Configuration section <c>Keeper:Tasks</c>.</summary>
public sealed class TaskOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Keeper:Tasks";

    /// <summary>How many tasks may wait in one VPC while no agent can take them: 1 to 1,000,000.</summary>
    public int WaitingLimit { get; set; } = 100_000;

    /// <summary>How many seconds longer than its run time-out a task may stay RUNNING, for its late report: 1 to 3,600.</summary>
    public int RunTimeoutGraceSeconds { get; set; } = 30;

    /// <summary>How many days ended tasks are kept: 1 to 3,650.</summary>
    public int RetentionDays { get; set; } = 30;

    /// <summary>How many days the audit log is kept: 1 to 3,650.</summary>
    public int AuditRetentionDays { get; set; } = 365;

    /// <summary>How many results are posted to result URLs at the same time: 1 to 1,000.</summary>
    public int ResultDeliveries { get; set; } = 32;

    /// <summary>How often the post of a result is tried: 1 to 100.</summary>
    public int ResultTries { get; set; } = 10;

    /// <summary>Whether results may be posted to link-local addresses, where clouds answer with credentials.</summary>
    public bool AllowLinkLocalResultUrls { get; set; }

    internal TimeSpan Grace => TimeSpan.FromSeconds(RunTimeoutGraceSeconds);

    internal void Check(Faults faults)
    {
        OptionFaults.Range(faults, $"{Section}:{nameof(WaitingLimit)}", WaitingLimit, 1, 1_000_000);
        OptionFaults.Range(faults, $"{Section}:{nameof(RunTimeoutGraceSeconds)}", RunTimeoutGraceSeconds, 1, 3_600);
        OptionFaults.Range(faults, $"{Section}:{nameof(RetentionDays)}", RetentionDays, 1, 3_650);
        OptionFaults.Range(faults, $"{Section}:{nameof(AuditRetentionDays)}", AuditRetentionDays, 1, 3_650);
        OptionFaults.Range(faults, $"{Section}:{nameof(ResultDeliveries)}", ResultDeliveries, 1, 1_000);
        OptionFaults.Range(faults, $"{Section}:{nameof(ResultTries)}", ResultTries, 1, 100);
    }
}

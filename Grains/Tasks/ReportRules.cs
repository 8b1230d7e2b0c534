using System.Text.Json;
using Keeper.Grains.Agents;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Tasks;

/// <summary>What is made of a report.</summary>
/// <param name="Next">The row as it shall be; <see langword="null"/> when nothing changes.</param>
/// <param name="Refusal">Why the report is refused; <see langword="null"/> when it is accepted.</param>
internal readonly record struct ReportVerdict(TaskRow? Next, string? Refusal)
{
    public static ReportVerdict Known => default;

    public static ReportVerdict Change(TaskRow next) => new(next, null);

    public static ReportVerdict Refuse(string reason) => new(null, reason);
}

/// <summary>Judges an agent's word about an attempt (design.md section 5).</summary>
internal static class ReportRules
{
    /// <summary>Judges a report.</summary>
    /// <param name="row">The task as it stands; <see langword="null"/> when there is none.</param>
    /// <param name="agentId">The agent that reports.</param>
    /// <param name="report">The report.</param>
    /// <param name="at">Now, by the silo's clock.</param>
    /// <param name="grace">How much longer than its run time-out a task may stay RUNNING.</param>
    public static ReportVerdict Judge(TaskRow? row, string agentId, AttemptReport report, DateTimeOffset at, TimeSpan grace)
    {
        if (Malformed(report) is { } fault)
            return ReportVerdict.Refuse(fault);
        // One answer for "no such task" and "another agent's task": an agent learns nothing about what is not its own.
        if (row is null || row.AgentId != agentId)
            return ReportVerdict.Refuse("this agent has no such task");
        if (row.Attempt != report.Attempt)
            return ReportVerdict.Refuse($"attempt {report.Attempt} is not the current one, {row.Attempt}");
        return (TaskState)row.State switch
        {
            TaskState.Created => ReportVerdict.Refuse($"attempt {report.Attempt} has not been handed out"),
            TaskState.Dispatching => FromDispatching(row, report, at, grace),
            TaskState.Running => FromRunning(row, report, at),
            var ended => AfterTheEnd(row, ended, report),
        };
    }

    private static string? Malformed(AttemptReport report)
    {
        if (report.State is not (TaskState.Running or TaskState.Succeeded or TaskState.Failed or TaskState.TimedOut))
            return $"a report cannot say {report.State.Word()}; it says RUNNING, SUCCEEDED, FAILED or TIMED_OUT";
        return report.State.IsTerminal() && report.Result is null ? $"a report of {report.State.Word()} needs a result" : null;
    }

    private static ReportVerdict FromDispatching(TaskRow row, AttemptReport report, DateTimeOffset at, TimeSpan grace)
    {
        if (report.State == TaskState.Failed && NeverRan(report.Result!))
            return End(row, report, at);
        // The report of RUNNING may have been overtaken by the end; it is noted all the same, so that the timeline is whole.
        var started = TaskTransitions.Start(row, at, grace);
        return report.State == TaskState.Running ? ReportVerdict.Change(started) : End(started, report, at);
    }

    private static ReportVerdict FromRunning(TaskRow row, AttemptReport report, DateTimeOffset at) =>
        report.State == TaskState.Running ? ReportVerdict.Known : End(row, report, at);

    private static ReportVerdict AfterTheEnd(TaskRow row, TaskState ended, AttemptReport report) =>
        ended == report.State || (report.State == TaskState.Running && ended is not (TaskState.Cancelled or TaskState.Expired))
            ? ReportVerdict.Known
            : ReportVerdict.Refuse($"the task has already ended {ended.Word()} in attempt {row.Attempt}");

    private static ReportVerdict End(TaskRow row, AttemptReport report, DateTimeOffset at) => ReportVerdict.Change(
        TaskTransitions.Finish(row, report.State, at, Cause(report), report.Result));

    private static string Cause(AttemptReport report) =>
        !string.IsNullOrEmpty(report.Message) ? report.Message : report.State switch
        {
            TaskState.Succeeded => "executor succeeded",
            TaskState.TimedOut => "run time-out passed",
            _ => "executor failed",
        };

    /// <summary>Read only when an agent fails a task that it never reported as started, which is rare.</summary>
    private static bool NeverRan(string result)
    {
        try
        {
            var outcome = JsonSerializer.Deserialize(result, AgentWireJson.Default.TaskResult)?.Outcome;
            return outcome is Outcome.ExecutorFailed or Outcome.Denied;
        }
        catch (JsonException)
        {
            // The gateway writes results itself; one that cannot be read says nothing about never having run.
            return false;
        }
    }
}

using Keeper.Protocol.Agents;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Gateway.Agents;

/// <summary>The quick yes or no about parsed bodies. What it refuses, <see cref="Explanation"/> puts into words.</summary>
internal static class Soundness
{
    public static bool Word(string? text) => text is { Length: > 0 and <= AgentLimits.WordLength };

    public static bool Attempts(IReadOnlyList<AttemptRef>? attempts)
    {
        if (attempts is null || attempts.Count > AgentLimits.Running)
            return false;
        for (var i = 0; i < attempts.Count; i++)
        {
            if (attempts[i] is not { Attempt: > 0 } attempt || !Word(attempt.TaskId))
                return false;
        }

        return true;
    }

    public static bool Reports(IReadOnlyList<TaskReport> reports)
    {
        if (reports.Count > AgentLimits.Reports)
            return false;
        for (var i = 0; i < reports.Count; i++)
        {
            if (reports[i] is not { Attempt: > 0 } report || !Word(report.TaskId) || !MayReport(report.State))
                return false;
            if (report.State.IsTerminal() && report.Result is null)
                return false;
            if (report.Result is { DurationMs: < 0 })
                return false;
        }

        return true;
    }

    /// <summary>Whether an agent decides this state; the others are the platform's.</summary>
    public static bool MayReport(TaskState state) =>
        state is TaskState.Running or TaskState.Succeeded or TaskState.Failed or TaskState.TimedOut;

    public static bool Executors(IReadOnlyList<ExecutorInfo>? executors)
    {
        if (executors is null || executors.Count > AgentLimits.Executors)
            return false;
        var total = 0;
        foreach (var executor in executors)
        {
            if (executor is null || !Word(executor.Kind) || !Word(executor.Version) || !Schema(executor.ArgumentsSchema))
                return false;
            total += executor.ArgumentsSchema?.Text.Length ?? 0;
        }

        return total <= AgentLimits.SchemasLength;
    }

    public static bool PluginFaults(IReadOnlyList<PluginFault>? faults)
    {
        if (faults is null)
            return true;
        if (faults.Count > AgentLimits.PluginFaults)
            return false;
        for (var i = 0; i < faults.Count; i++)
        {
            if (faults[i] is not { Reason.Length: <= AgentLimits.PluginFaultLength } fault || !Word(fault.Plugin))
                return false;
        }

        return true;
    }

    private static bool Schema(RawJson? schema) =>
        schema is null or { Text: ['{', ..], Text.Length: <= AgentLimits.SchemaLength };

    public static bool Labels(IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null)
            return true;
        if (labels.Count > AgentLimits.Labels)
            return false;
        foreach (var (name, value) in labels)
        {
            if (name.Length is 0 or > AgentLimits.LabelLength || value is null || value.Length > AgentLimits.LabelLength)
                return false;
        }

        return true;
    }
}

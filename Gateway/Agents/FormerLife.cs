using Keeper.Grains.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Gateway.Agents;

/// <summary>
/// Reports of attempts that an earlier incarnation handed out. The restored platform counts attempts anew, so such a
/// report may bear the number of an attempt that is under way now, and must not be taken for its.
/// </summary>
internal static class FormerLife
{
    private const string Reason = "the platform was restored from a backup since this attempt was handed out";

    /// <summary>Takes the reports of earlier incarnations out; their refusals. Usually there are none, and nothing is copied.</summary>
    public static IReadOnlyList<ReportRefusal> Refuse(ref IReadOnlyList<TaskReport> reports, string incarnation)
    {
        List<ReportRefusal>? refused = null;
        foreach (var report in reports)
        {
            if (!IsOf(report, incarnation))
                (refused ??= []).Add(new ReportRefusal(new Attempt(report.TaskId, report.Attempt), Reason));
        }

        if (refused is null)
            return [];
        reports = [.. reports.Where(r => IsOf(r, incarnation))];
        return refused;
    }

    public static PollAnswer Refusing(this PollAnswer answer, IReadOnlyList<ReportRefusal> refused) =>
        refused.Count == 0 ? answer : answer with { Refused = [.. answer.Refused, .. refused] };

    private static bool IsOf(TaskReport report, string incarnation) =>
        report.Incarnation is null || string.Equals(report.Incarnation, incarnation, StringComparison.Ordinal);
}

using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;

namespace Keeper.Grains.Agents;

/// <summary>The reports of one request: judges each, prepares the changes, and answers once these are on disk.</summary>
internal sealed class ReportRound(string agentId, TaskBook book, TaskPlan plan)
{
    private readonly List<(Attempt Attempt, LiveTask? Task)> _accepted = [];
    private readonly List<ReportRefusal> _refused = [];
    private readonly HashSet<Attempt> _ended = [];

    /// <summary>Judges the reports in their order.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="strangers">Rows of reported tasks that are not in the book.</param>
    /// <param name="terms">Times and names.</param>
    public void Apply(IReadOnlyList<AttemptReport> reports, IReadOnlyDictionary<string, TaskRow> strangers, in LeaseTerms terms)
    {
        for (var i = 0; i < reports.Count; i++)
        {
            var report = reports[i];
            if (report.State.IsTerminal())
                _ended.Add(new Attempt(report.TaskId, report.Attempt));
            var attempt = new Attempt(report.TaskId, report.Attempt);
            var task = book.Find(report.TaskId);
            var row = task?.Current ?? strangers.GetValueOrDefault(report.TaskId);
            var verdict = ReportRules.Judge(row, agentId, report, terms.At, terms.Grace);
            if (verdict.Refusal is { } reason)
            {
                _refused.Add(new ReportRefusal(attempt, reason));
                continue;
            }

            if (verdict.Next is { } next && task is not null)
            {
                plan.Set(task, next);
                if (report.State == TaskState.Running)
                    task.RunUntil = terms.RunUntil(next.RunTimeoutSeconds);
                task.LeaseUntil = terms.LeaseUntil;
            }

            _accepted.Add((attempt, task));
        }
    }

    /// <summary>An attempt of which this very request reports the end need not be stopped.</summary>
    public void Forgive(List<Attempt>? stopping) => stopping?.RemoveAll(_ended.Contains);

    /// <summary>The answer, after the write. A report whose row somebody else had changed is in neither list, and comes again.</summary>
    public PollAnswer Answer() => new()
    {
        Accepted = _accepted.Where(a => a.Task is not { IsLost: true }).Select(a => a.Attempt).ToList(),
        Refused = _refused,
    };
}

using System.Text.RegularExpressions;
using Keeper.Process.Tests.Harness;

namespace Keeper.Process.Tests.Faults;

/// <summary>
/// Proves from what is left on the disks that nothing was lost, mixed up or done twice. Knows the rules of
/// docs/task-states.md and nothing of the product's code.
/// </summary>
internal static partial class InvariantChecker
{
    /// <summary>Everything that is wrong.</summary>
    /// <param name="evidence">What is left.</param>
    /// <param name="disksAreWhole">Whether every agent's disk is as the agent left it; the test may have damaged one.</param>
    public static IReadOnlyList<string> Faults(Evidence evidence, bool disksAreWhole = true) =>
    [
        .. Lost(evidence),
        .. evidence.Tasks.Values.SelectMany(t => TimelineChecker.Faults(t.ToJson())),
        .. EndedTwice(evidence),
        .. InWrongHands(evidence),
        .. disksAreWhole ? WithoutAttempt(evidence) : [],
        .. evidence.Agents.Values.SelectMany(a => LostReports(evidence, a)),
        .. RanTooOften(evidence, disksAreWhole),
    ];

    private static IEnumerable<string> Lost(Evidence evidence) =>
        evidence.Accepted.Where(id => !evidence.Tasks.ContainsKey(id)).Select(id => $"{id}: accepted and lost")
            .Concat(evidence.Tasks.Keys.Except(evidence.Accepted, StringComparer.Ordinal).Select(id => $"{id}: on disk, but nobody's"))
            .Concat(evidence.Accepted.Count == evidence.Accepted.Distinct(StringComparer.Ordinal).Count() ? [] : ["an id was given twice"]);

    /// <summary>The database counts ends as they are written, so that one which was overwritten still counts.</summary>
    private static IEnumerable<string> EndedTwice(Evidence evidence)
    {
        var ends = evidence.Tasks.Values.CountBy(t => (t.Vpc, t.State)).ToDictionary();
        return evidence.Totals.Keys.Union(ends.Keys)
            .Where(key => evidence.Totals.GetValueOrDefault(key) != ends.GetValueOrDefault(key))
            .Select(key => $"{key}: {evidence.Totals.GetValueOrDefault(key)} ends were written, {ends.GetValueOrDefault(key)} tasks show one");
    }

    private static IEnumerable<string> InWrongHands(Evidence evidence)
    {
        foreach (var task in evidence.Tasks.Values)
        {
            foreach (var (agentId, attempt) in task.Leases)
            {
                if (agentId is null || evidence.Agents[agentId].Vpc != task.Vpc)
                    yield return $"{attempt} of VPC {task.Vpc} was leased to {agentId}";
            }
        }

        foreach (var agent in evidence.Agents.Values)
        {
            foreach (var begun in agent.Disk.Begun)
            {
                if (!evidence.Tasks.TryGetValue(begun.TaskId, out var task) || task.Vpc != agent.Vpc)
                    yield return $"{agent.Name} of VPC {agent.Vpc} has begun {begun}, which is not its VPC's";
                else if (!task.Leases.Contains((agent.Id, begun)))
                    yield return $"{agent.Name} has begun {begun}, which was never leased to it";
            }
        }
    }

    /// <summary>A result that an agent gave is of an attempt that this agent has begun.</summary>
    private static IEnumerable<string> WithoutAttempt(Evidence evidence) =>
        from task in evidence.Tasks.Values
        where task.State is "SUCCEEDED" or "FAILED"
        let attempt = new DiskAttempt(task.Id, task.Attempt)
        where task.AgentId is null || !evidence.Agents[task.AgentId].Disk.Begun.Contains(attempt)
        select $"{attempt} ended {task.State}, but {task.AgentId} has never begun it";

    /// <summary>A settled report was accepted unless the agent logged a refusal, and what was accepted is in the row.</summary>
    private static IEnumerable<string> LostReports(Evidence evidence, AgentRecord agent)
    {
        var refused = Refusal().Matches(agent.Log)
            .Select(m => (m.Groups["task"].Value, m.Groups["attempt"].Value, Word(m.Groups["state"].Value))).ToHashSet();
        foreach (var attempt in agent.Disk.Settled.Where(agent.Disk.Reports.ContainsKey))
        {
            var report = agent.Disk.Reports[attempt];
            var state = (string)report["state"]!;
            if (refused.Contains((attempt.TaskId, $"{attempt.Attempt}", Word(state))))
                continue;
            if (!evidence.Tasks.TryGetValue(attempt.TaskId, out var task)
                || task.Attempt != attempt.Attempt || task.State != state || task.AgentId != agent.Id
                || (string?)task.Result?["outcome"] != (string?)report["result"]?["outcome"])
            {
                yield return $"{agent.Name}'s report of {attempt}, {state}, was accepted and is lost: {task?.State}/{task?.Attempt}";
            }
        }
    }

    /// <summary>What may be repeated runs once an attempt; what must not, once.</summary>
    private static IEnumerable<string> RanTooOften(Evidence evidence, bool disksAreWhole) =>
        from task in evidence.Tasks.Values
        let path = new Uri(task.Url).AbsolutePath
        let hits = evidence.Hits.GetValueOrDefault(path)
        let most = path.Contains("/once/", StringComparison.Ordinal) ? 1 : task.Attempt
        where (disksAreWhole && hits > most) || (task.State == "SUCCEEDED" && hits == 0)
        select $"{task.Id} ran {hits} times in {task.Attempt} attempts and is {task.State}";

    private static string Word(string state) => state.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    [GeneratedRegex(
        @"The report of task (?<task>\S+), attempt (?<attempt>\d+), (?<state>\w+), was refused",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Refusal();
}

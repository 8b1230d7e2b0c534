using System.Text.Json.Nodes;

namespace Keeper.Process.Tests.Harness;

/// <summary>
/// Whether a task's life, as the API tells it, is one that docs/task-states.md allows. Written from that page and not from
/// the product's code, which it checks.
/// </summary>
internal static class TimelineChecker
{
    private static readonly Dictionary<string, string[]> Next = new(StringComparer.Ordinal)
    {
        // A task that waits may be given to an agent, or taken back, and stay CREATED.
        ["CREATED"] = ["CREATED", "DISPATCHING", "EXPIRED", "CANCELLED"],
        ["DISPATCHING"] = ["CREATED", "RUNNING", "FAILED", "CANCELLED"],
        ["RUNNING"] = ["CREATED", "SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED"],
    };

    public static bool IsTerminal(string state) => !Next.ContainsKey(state);

    /// <summary>Everything that is wrong with an ended task.</summary>
    public static IEnumerable<string> Faults(JsonNode task)
    {
        var id = (string)task["id"]!;
        var steps = task["timeline"]!.AsArray().Select(e => new Step(
            (string)e!["state"]!, DateTimeOffset.Parse((string)e["at"]!), (string)e["cause"]!, (int?)e["attempt"])).ToList();
        return steps is [] ? [$"{id}: no timeline"] : FaultsOf(steps, (string)task["state"]!, (int)task["attempt"]!)
            .Select(fault => $"{id}: {fault} in {string.Join(" → ", steps)}");
    }

    private static IEnumerable<string> FaultsOf(List<Step> steps, string state, int attempt)
    {
        if (steps[0].State != "CREATED")
            yield return $"starts as {steps[0].State}";
        if (!IsTerminal(state))
            yield return $"is {state}, which is no end";
        if (steps[^1].State != state)
            yield return $"is {state}, but its timeline ends with {steps[^1].State}";
        if (steps.Count(s => IsTerminal(s.State)) != 1)
            yield return "does not have exactly one end";
        foreach (var (from, to) in steps.Zip(steps.Skip(1)))
        {
            if (!Next.GetValueOrDefault(from.State, []).Contains(to.State, StringComparer.Ordinal))
                yield return $"{from.State} → {to.State} is not allowed";
            if (to.At < from.At)
                yield return $"{to.State} is earlier than {from.State}";
        }

        foreach (var fault in AttemptFaults(steps, attempt))
            yield return fault;
        if (steps.Any(s => s.Cause.Length == 0))
            yield return "a step has no cause";
    }

    // Attempts count from 1, and a new one is made only by a lease that was lost.
    private static IEnumerable<string> AttemptFaults(List<Step> steps, int attempt)
    {
        var expected = 1;
        foreach (var (from, to) in steps.Zip(steps.Skip(1)))
        {
            if (to.State == "CREATED" && from.State is "DISPATCHING" or "RUNNING")
                expected++;
            if (to.State is "DISPATCHING" or "RUNNING" && to.Attempt != expected)
                yield return $"{to.State} names attempt {to.Attempt}, expected {expected}";
        }

        if (attempt != expected)
            yield return $"attempt is {attempt}, its timeline shows {expected}";
    }

    private sealed record Step(string State, DateTimeOffset At, string Cause, int? Attempt)
    {
        public override string ToString() => $"{State}/{Attempt} ({Cause})";
    }
}

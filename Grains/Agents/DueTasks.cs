using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Agents;

/// <summary>Decides what the passing of time does to an agent's tasks. No I/O.</summary>
internal static class DueTasks
{
    /// <summary>Prepares every change that is due.</summary>
    /// <param name="book">The agent's tasks.</param>
    /// <param name="plan">Where the changes go.</param>
    /// <param name="health">The agent's health.</param>
    /// <param name="silence">How long it has been silent.</param>
    /// <param name="terms">Times and names.</param>
    /// <returns>Tasks that the agent has and must stop.</returns>
    public static IReadOnlyList<LiveTask> Plan(TaskBook book, TaskPlan plan, AgentHealth health, TimeSpan silence, in LeaseTerms terms)
    {
        Expire(book, plan, health, terms);
        List<LiveTask>? stopped = null;
        foreach (var task in book.Held)
        {
            if (plan.IsFull)
                break;
            if (task.State == TaskState.Running && task.RunUntil <= terms.Now)
                GiveUp(task, plan, terms);
            else if (!task.LeaseGone && task.LeaseUntil <= terms.Now)
                Leases.Lose(task, plan, $"agent {terms.AgentName} silent for {Math.Floor(silence.TotalSeconds):0} s", terms);
            else if (task.Row.DueAt <= terms.At)
                Rearm(task, plan, terms);
            if (task.Next is not null && !task.IsHeld)
                (stopped ??= []).Add(task);
        }

        if (health is AgentHealth.Offline)
            GiveBackQueue(book, plan, terms);
        return stopped ?? (IReadOnlyList<LiveTask>)[];
    }

    /// <summary>An agent that is gone keeps only what nobody else may have.</summary>
    public static void GiveBackQueue(TaskBook book, TaskPlan plan, in LeaseTerms terms)
    {
        var cause = $"agent {terms.AgentName} is offline; waits for another agent";
        foreach (var task in book.Held)
        {
            // Just given up in this plan: its row changes anyhow, so this does not count against the limit.
            if (!task.Row.Pinned && task.State == TaskState.Created)
                plan.Set(task, TaskTransitions.Assign(task.Current, null, terms.At, cause));
        }

        foreach (var task in book.Queue)
        {
            if (plan.IsFull)
                return;
            if (!task.Row.Pinned && task.State == TaskState.Created)
                plan.Set(task, TaskTransitions.Assign(task.Current, null, terms.At, cause));
        }
    }

    private static void Expire(TaskBook book, TaskPlan plan, AgentHealth health, in LeaseTerms terms)
    {
        foreach (var task in book.Expired(terms.At))
        {
            if (plan.IsFull)
                break;
            var cause = health switch
            {
                AgentHealth.Offline => $"agent {terms.AgentName} was offline",
                AgentHealth.Unknown => $"agent {terms.AgentName} has never connected",
                _ => $"agent {terms.AgentName} was busy",
            };
            plan.Set(task, TaskTransitions.Finish(task.Row, TaskState.Expired, terms.At, $"expired: {cause}", result: null));
        }
    }

    private static void GiveUp(LiveTask task, TaskPlan plan, in LeaseTerms terms)
    {
        var row = task.Current;
        plan.Set(task, task.LeaseGone
            ? TaskTransitions.Finish(row, TaskState.TimedOut, terms.At,
                $"outcome unknown: agent {terms.AgentName} was lost while it ran, and no report came in time", Outcome.Unknown)
            : TaskTransitions.Finish(row, TaskState.TimedOut, terms.At,
                $"still running {terms.Grace.TotalSeconds:0} s after its run time-out of {row.RunTimeoutSeconds} s", Outcome.TimedOut));
    }

    private static void Rearm(LiveTask task, TaskPlan plan, in LeaseTerms terms)
    {
        var row = task.Current;
        plan.Set(task, row with
        {
            DueAt = row.StartedAt is { } started
                ? DueTimes.OfRunning(row.RunTimeoutSeconds, started, terms.At, terms.Grace)
                : DueTimes.Backstop(terms.At),
        });
    }

    /// <summary>When to look again, on the monotonic clock; leases, run time-outs and expiry considered.</summary>
    public static long Next(TaskBook book, in LeaseTerms terms)
    {
        var next = long.MaxValue;
        foreach (var task in book.Held)
        {
            if (!task.LeaseGone)
                next = Math.Min(next, task.LeaseUntil);
            next = Math.Min(next, task.RunUntil);
        }

        return Math.Min(next, ExpiryTime(book, terms));
    }

    /// <summary>When the first task in the queue can expire, on the monotonic clock.</summary>
    public static long ExpiryTime(TaskBook book, in LeaseTerms terms) =>
        book.EarliestExpiry == DateTimeOffset.MaxValue
            ? long.MaxValue
            : terms.Now + (long)((book.EarliestExpiry - terms.At).TotalSeconds * terms.Frequency);
}

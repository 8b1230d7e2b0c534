using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Agents;

/// <summary>Decides who has what: renews, hands out, repeats and gives back (design.md section 5). No I/O.</summary>
internal static class Leases
{
    /// <summary>Renews what a poll names, and collects what the agent should not have any more.</summary>
    /// <returns>Attempts to stop; <see langword="null"/> when there are none, as almost always.</returns>
    public static List<Attempt>? Renew(TaskBook book, IReadOnlyList<Attempt> running, long poll, in LeaseTerms terms)
    {
        List<Attempt>? strangers = null;
        for (var i = 0; i < running.Count; i++)
        {
            var named = running[i];
            if (book.Find(named.TaskId) is { IsHeld: true } task && task.Row.Attempt == named.Number)
            {
                task.NamedIn = poll;
                task.LeaseUntil = terms.LeaseUntil;
                task.LeaseGone = false;
            }
            else
            {
                (strangers ??= []).Add(named);
            }
        }

        return strangers;
    }

    /// <summary>What could not be renewed, or reported, through no fault of the agent's gets another lease's time.</summary>
    public static void Excuse(TaskBook book, in LeaseTerms terms)
    {
        foreach (var task in book.Held)
        {
            task.LeaseUntil = Math.Max(task.LeaseUntil, terms.LeaseUntil);
            task.RunUntil = Math.Max(task.RunUntil, terms.LeaseUntil);
        }
    }

    /// <summary>After a restart: what the new process does not have is given back.</summary>
    public static void GiveBackUnnamed(TaskBook book, TaskPlan plan, long poll, string cause, in LeaseTerms terms)
    {
        foreach (var task in book.Held)
        {
            if (task.NamedIn != poll && task.IsHeld)
                Lose(task, plan, cause, terms);
        }
    }

    /// <summary>
    /// The lease of a task is lost. What may be repeated goes back to CREATED; a RUNNING task that may not stays and waits
    /// for its late report.
    /// </summary>
    public static void Lose(LiveTask task, TaskPlan plan, string cause, in LeaseTerms terms)
    {
        if (task.State == TaskState.Running && !task.IsRepeatable(terms.RepeatableKinds))
            task.LeaseGone = true;
        else
            plan.Set(task, TaskTransitions.LoseLease(task.Current, terms.At, cause));
    }

    /// <summary>
    /// Repeats hand-overs that did not arrive: leased, started by no report, and not named by this poll. The attempt stays
    /// the same, for the agent may have got it after all. A task of which the agent still has an earlier attempt comes with
    /// a later answer: in this one it is told to stop it, and one answer never says both of one task.
    /// </summary>
    public static void Repeat(TaskBook book, HandOver handOver, List<Attempt>? stopping, long poll, in LeaseTerms terms)
    {
        foreach (var task in book.Held)
        {
            if (handOver.IsFull)
                return;
            if (task.NamedIn == poll || task.State != TaskState.Dispatching)
                continue;
            task.LeaseUntil = terms.LeaseUntil;
            if (!IsNamed(stopping, task.Row.Id))
                handOver.Add(task);
        }
    }

    /// <summary>Leases from the queue as much as the agent can take.</summary>
    /// <param name="book">The agent's tasks.</param>
    /// <param name="plan">Where the changes go.</param>
    /// <param name="handOver">What is handed over; the new leases are added.</param>
    /// <param name="stopping">Attempts that the agent is told to stop: their tasks are not handed to it in the same answer.</param>
    /// <param name="terms">Times and names.</param>
    public static void HandOut(
        TaskBook book, TaskPlan plan, HandOver handOver, List<Attempt>? stopping, in LeaseTerms terms)
    {
        string? entry = null;
        var entryAttempt = 0;
        foreach (var task in book.Queue)
        {
            if (handOver.IsFull)
                return;
            if (task.Next is not null || task.Row.ExpiresAt <= terms.At || IsNamed(stopping, task.Row.Id))
                continue;
            if (entry is null || entryAttempt != task.Row.Attempt)
            {
                entryAttempt = task.Row.Attempt;
                entry = Timeline.Entry(
                    TaskState.Dispatching, terms.At, $"leased to agent {terms.AgentName}", terms.AgentId, entryAttempt);
            }

            plan.Set(task, TaskTransitions.Lease(task.Row, terms.At, entry));
            task.LeaseUntil = terms.LeaseUntil;
            task.LeaseGone = false;
            task.RunUntil = long.MaxValue;
            handOver.Add(task);
        }
    }

    private static bool IsNamed(List<Attempt>? attempts, string taskId)
    {
        if (attempts is null)
            return false;
        foreach (var attempt in attempts)
        {
            if (attempt.TaskId == taskId)
                return true;
        }

        return false;
    }
}

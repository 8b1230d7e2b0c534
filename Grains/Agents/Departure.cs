using Keeper.Grains.Tasks;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Agents;

/// <summary>Decides what becomes of the tasks of an agent that is removed. No I/O.</summary>
internal static class Departure
{
    /// <summary>Prepares the next changes; to be repeated until the book is empty.</summary>
    public static void Plan(TaskBook book, TaskPlan plan, string cause, in LeaseTerms terms)
    {
        foreach (var task in book.Held)
        {
            if (plan.IsFull)
                return;
            if (task.Row.Pinned || (task.State == TaskState.Running && !task.IsRepeatable(terms.RepeatableKinds)))
                Cancel(task, plan, cause, terms);
            else
                plan.Set(task, TaskTransitions.Assign(TaskTransitions.LoseLease(task.Row, terms.At, cause), null, terms.At, "waits for another agent"));
        }

        foreach (var task in book.Queue)
        {
            if (plan.IsFull)
                return;
            if (task.Row.Pinned)
                Cancel(task, plan, cause, terms);
            else
                plan.Set(task, TaskTransitions.Assign(task.Row, null, terms.At, $"{cause}; waits for another agent"));
        }
    }

    private static void Cancel(LiveTask task, TaskPlan plan, string cause, in LeaseTerms terms) =>
        plan.Set(task, TaskTransitions.Finish(task.Row, TaskState.Cancelled, terms.At, cause, result: null));
}

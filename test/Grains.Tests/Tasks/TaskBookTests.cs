using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Tasks;

public sealed class TaskBookTests
{
    [Fact]
    public void Queue_SeveralTasks_IsByPriorityThenAge()
    {
        var book = Rows.Book(Rows.Row(id: "2"), Rows.Row(id: "1"), Rows.Row(id: "3", priority: 9), Rows.Row(id: "0", priority: -9));

        Assert.Equal(["3", "1", "2", "0"], book.Queue.Select(t => t.Row.Id));
    }

    [Fact]
    public void Commit_NewState_MovesTheTask()
    {
        var book = Rows.Book(Rows.Row());
        var task = book.Find("t1")!;

        task.Next = TaskTransitions.Lease(task.Row, Rows.Now, Timeline.Entry(TaskState.Dispatching, Rows.Now, "leased"));
        book.Commit(task);

        Assert.Equal((0, 1, 8), (book.Queue.Count, book.Held.Count, task.Row.Version));
        task.Next = TaskTransitions.Finish(task.Row, TaskState.Cancelled, Rows.Now, "by admin", result: null);
        book.Commit(task);
        Assert.Equal(0, book.Count);
    }

    [Fact]
    public void Commit_ToAnotherOwner_Forgets()
    {
        var book = Rows.Book(Rows.Row());
        var task = book.Find("t1")!;

        task.Next = TaskTransitions.Assign(task.Row, null, Rows.Now, "waits");
        book.Commit(task);

        Assert.Null(book.Find("t1"));
    }

    [Fact]
    public void Commit_OfAConflict_ForgetsThatTaskAlone()
    {
        var book = Rows.Book(Rows.Row(id: "1"), Rows.Row(id: "2"));
        var plan = new TaskPlan();
        foreach (var task in book.Queue)
            plan.Set(task, TaskTransitions.Finish(task.Row, TaskState.Cancelled, Rows.Now, "by admin", result: null));
        var lost = book.Find("1")!;

        var committed = plan.Commit(book, [false, true]);

        Assert.Equal("2", Assert.Single(committed).Row.Id);
        Assert.True(lost.IsLost);
        Assert.Equal(0, book.Count);
    }

    [Fact]
    public void Discard_PreparedChange_LeavesEverythingAsItWas()
    {
        var book = Rows.Book(Rows.Row());
        var plan = new TaskPlan();
        plan.Set(book.Find("t1")!, TaskTransitions.Finish(Rows.Row(), TaskState.Cancelled, Rows.Now, "by admin", result: null));

        plan.Discard();

        Assert.Equal((TaskState.Created, 1), (book.Find("t1")!.State, book.Queue.Count));
    }

    [Fact]
    public void Expired_BeforeTheEarliest_LooksAtNothing()
    {
        var book = Rows.Book(Rows.Row(id: "1"), Rows.Row(id: "2") with { ExpiresAt = Rows.Now.AddSeconds(90) });

        Assert.Empty(book.Expired(Rows.Now.AddSeconds(59)));
        Assert.Equal("1", Assert.Single(book.Expired(Rows.Now.AddSeconds(60))).Row.Id);
        Assert.Equal(Rows.Now.AddSeconds(60), book.EarliestExpiry);
    }
}

using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Agents;

public sealed class DueTasksTests
{
    private static TaskPlan Plan(TaskBook book, LeaseTerms terms, AgentHealth health = AgentHealth.Healthy)
    {
        var plan = new TaskPlan();
        DueTasks.Plan(book, plan, health, TimeSpan.FromSeconds(15), terms);
        return plan;
    }

    [Fact]
    public void Plan_NothingDue_ChangesNothing() =>
        Assert.True(Plan(Rows.Book(Rows.Row(), Rows.Row(TaskState.Running, "t2")), Rows.Terms()).IsEmpty);

    [Fact]
    public void Plan_LeaseOver_SaysWhoWasSilentForHowLong()
    {
        var book = Rows.Book(Rows.Row(TaskState.Dispatching));

        Plan(book, Rows.Terms(now: 1_150));

        var entry = Timeline.Read(book.Find("t1")!.Current.Timeline)[^1];
        Assert.Equal((TaskState.Created, "agent one silent for 15 s; attempt 1 given up"), (entry.State, entry.Cause));
    }

    [Theory]
    [InlineData(AgentHealth.Offline, "expired: agent one was offline")]
    [InlineData(AgentHealth.Unknown, "expired: agent one has never connected")]
    [InlineData(AgentHealth.Healthy, "expired: agent one was busy")]
    public void Plan_Expired_SaysWhy(AgentHealth health, string cause)
    {
        var book = Rows.Book(Rows.Row(pinned: true) with { ExpiresAt = Rows.Now });

        Plan(book, Rows.Terms(), health);

        var task = book.Find("t1")!;
        Assert.Equal((TaskState.Expired, cause), (task.State, Timeline.Read(task.Current.Timeline)[^1].Cause));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plan_Offline_GivesBackAllButPinned(bool pinned)
    {
        var book = Rows.Book(Rows.Row(pinned: pinned), Rows.Row(TaskState.Dispatching, "t2", pinned: pinned));
        book.Find("t2")!.LeaseUntil = 0;

        Plan(book, Rows.Terms(), AgentHealth.Offline);

        Assert.Equal(pinned ? Rows.AgentId : null, book.Find("t1")!.Current.AgentId);
        Assert.Equal(pinned ? Rows.AgentId : null, book.Find("t2")!.Current.AgentId);
    }

    [Theory]
    [InlineData(true, "outcome unknown", "\"Unknown\"")]
    [InlineData(false, "still running", "\"TimedOut\"")]
    public void Plan_RunTimeOver_TellsAbandonedFromSlow(bool leaseGone, string cause, string outcome)
    {
        var book = Rows.Book(Rows.Row(TaskState.Running, kind: "command"));
        var task = book.Find("t1")!;
        (task.LeaseGone, task.RunUntil) = (leaseGone, 1_000);

        Plan(book, Rows.Terms());

        Assert.Equal(TaskState.TimedOut, task.State);
        Assert.Contains(cause, Timeline.Read(task.Current.Timeline)[^1].Cause, StringComparison.Ordinal);
        Assert.Contains(outcome, task.Current.Result, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_BackstopPassed_IsMovedWithoutChangeOfState()
    {
        var book = Rows.Book(Rows.Row(TaskState.Dispatching) with { DueAt = Rows.Now });

        Plan(book, Rows.Terms());

        var next = book.Find("t1")!.Current;
        Assert.Equal(((int)TaskState.Dispatching, Rows.Now + DueTimes.BackstopAfter), (next.State, next.DueAt));
    }

    [Fact]
    public void Plan_ManyDue_IsBounded()
    {
        var rows = Enumerable.Range(0, TaskPlan.Limit + 5).Select(i => Rows.Row(id: $"{i:D6}") with { ExpiresAt = Rows.Now }).ToArray();

        var plan = Plan(Rows.Book(rows), Rows.Terms());

        Assert.Equal(TaskPlan.Limit, plan.Tasks.Count);
    }

    [Fact]
    public void Next_SeveralDeadlines_IsTheEarliest()
    {
        Assert.Equal(long.MaxValue, DueTasks.Next(Rows.Book(), Rows.Terms()));
        Assert.Equal(1_600, DueTasks.Next(Rows.Book(Rows.Row()), Rows.Terms()));
        Assert.Equal(1_150, DueTasks.Next(Rows.Book(Rows.Row(), Rows.Row(TaskState.Running, "t2")), Rows.Terms()));
    }

    [Fact]
    public void Departure_Plan_CancelsWhatNobodyElseMayHave()
    {
        var book = Rows.Book(
            Rows.Row(id: "queued"), Rows.Row(id: "pinned", pinned: true), Rows.Row(TaskState.Running, "once", kind: "command"),
            Rows.Row(TaskState.Running, "again"));

        Departure.Plan(book, new TaskPlan(), "agent one was deleted", Rows.Terms());

        Assert.Equal((TaskState.Created, null), (book.Find("queued")!.State, book.Find("queued")!.Current.AgentId));
        Assert.Equal(TaskState.Cancelled, book.Find("pinned")!.State);
        Assert.Equal(TaskState.Cancelled, book.Find("once")!.State);
        Assert.Equal((TaskState.Created, 2), (book.Find("again")!.State, book.Find("again")!.Current.Attempt));
    }
}

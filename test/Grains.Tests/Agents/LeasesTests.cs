using Keeper.Grains.Agents;
using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Agents;

public sealed class LeasesTests
{
    [Theory]
    [InlineData(TaskState.Dispatching, "port", TaskState.Created, 2)]
    [InlineData(TaskState.Dispatching, "command", TaskState.Created, 2)]
    [InlineData(TaskState.Running, "port", TaskState.Created, 2)]
    [InlineData(TaskState.Running, "command", TaskState.Running, 1)]
    public void Lose_ByStateAndKind_RepeatsOrStays(TaskState state, string kind, TaskState expected, int attempt)
    {
        var book = Rows.Book(Rows.Row(state, kind: kind));
        var task = book.Find("t1")!;

        Leases.Lose(task, new TaskPlan(), "lost", Rows.Terms());

        Assert.Equal((expected, attempt, expected == TaskState.Running), (task.State, task.Current.Attempt, task.LeaseGone));
    }

    [Fact]
    public void Renew_NamedAttempt_ExtendsTheLeaseAndReturnsStrangers()
    {
        var book = Rows.Book(Rows.Row(TaskState.Running));

        var strangers = Leases.Renew(
            book, [new Attempt("t1", 1), new Attempt("t1", 2), new Attempt("gone", 1)], poll: 5, Rows.Terms(now: 1_100));

        Assert.Equal([new Attempt("t1", 2), new Attempt("gone", 1)], strangers);
        Assert.Equal((5, 1_250), (book.Find("t1")!.NamedIn, book.Find("t1")!.LeaseUntil));
    }

    [Fact]
    public void Excuse_HeldTask_GetsAnotherLeaseAndAsMuchTimeToRun()
    {
        var book = Rows.Book(Rows.Row(TaskState.Running));
        var task = book.Find("t1")!;
        (task.LeaseUntil, task.RunUntil) = (900, 1_000);

        Leases.Excuse(book, Rows.Terms(now: 1_100));

        Assert.Equal((1_250, 1_250), (task.LeaseUntil, task.RunUntil));
    }

    [Fact]
    public void Excuse_MoreTimeThanALease_IsLeftAlone()
    {
        var book = Rows.Book(Rows.Row(TaskState.Running));
        var task = book.Find("t1")!;
        (task.LeaseUntil, task.RunUntil) = (2_000, 3_000);

        Leases.Excuse(book, Rows.Terms(now: 1_100));

        Assert.Equal((2_000, 3_000), (task.LeaseUntil, task.RunUntil));
    }

    [Fact]
    public void Renew_NothingToStop_AllocatesNoList() =>
        Assert.Null(Leases.Renew(Rows.Book(Rows.Row(TaskState.Running)), [new Attempt("t1", 1)], 1, Rows.Terms()));

    [Fact]
    public void HandOut_MoreThanCapacity_TakesTheFirst()
    {
        var book = Rows.Book(Rows.Row(id: "1"), Rows.Row(id: "2"), Rows.Row(id: "3", priority: 1));
        var handOver = new HandOver(2);

        Leases.HandOut(book, new TaskPlan(), handOver, null, Rows.Terms());

        Assert.Equal(["3", "1"], handOver.Tasks.Select(t => t.Row.Id));
    }

    [Fact]
    public void HandOut_Expired_IsLeft()
    {
        var book = Rows.Book(Rows.Row() with { ExpiresAt = Rows.Now });
        var handOver = new HandOver(10);

        Leases.HandOut(book, new TaskPlan(), handOver, null, Rows.Terms());

        Assert.Empty(handOver.Tasks);
    }

    [Fact]
    public void HandOut_ATaskWhoseOldAttemptIsToldToStop_WaitsForTheNextPoll()
    {
        var book = Rows.Book(Rows.Row(attempt: 2));
        var handOver = new HandOver(10);

        Leases.HandOut(book, new TaskPlan(), handOver, [new Attempt("t1", 1)], Rows.Terms());

        Assert.Empty(handOver.Tasks);
    }

    [Fact]
    public void Repeat_MixedTasks_OnlyWhatIsLeasedAndNotNamed()
    {
        var book = Rows.Book(
            Rows.Row(TaskState.Dispatching, "lost"), Rows.Row(TaskState.Dispatching, "named"), Rows.Row(TaskState.Running, "running"));
        book.Find("named")!.NamedIn = 3;
        var handOver = new HandOver(10);

        Leases.Repeat(book, handOver, stopping: null, poll: 3, Rows.Terms());

        Assert.Equal("lost", Assert.Single(handOver.Tasks).Row.Id);
    }

    [Fact]
    public void Repeat_EarlierAttemptIsBeingStopped_WaitsForTheNextPoll()
    {
        var book = Rows.Book(Rows.Row(TaskState.Dispatching));
        var handOver = new HandOver(10);

        Leases.Repeat(book, handOver, stopping: [new Attempt("t1", 7)], poll: 3, Rows.Terms());

        Assert.Empty(handOver.Tasks);
    }

    [Fact]
    public void GiveBackUnnamed_WhatEndedInTheSamePoll_StaysEnded()
    {
        var book = Rows.Book(Rows.Row(TaskState.Running));
        var plan = new TaskPlan();
        var task = book.Find("t1")!;
        plan.Set(task, TaskTransitions.Finish(task.Row, TaskState.Succeeded, Rows.Now, "done", "{}"));

        Leases.GiveBackUnnamed(book, plan, poll: 1, "restarted", Rows.Terms());

        Assert.Equal(TaskState.Succeeded, task.State);
    }

    [Fact]
    public void HandOut_HeavyArguments_IsBoundedButNeverNothing()
    {
        var heavy = new string('x', HandOver.MaxCharacters);
        var book = Rows.Book(Rows.Row(id: "1") with { Arguments = heavy }, Rows.Row(id: "2") with { Arguments = heavy });
        var handOver = new HandOver(10);

        Leases.HandOut(book, new TaskPlan(), handOver, null, Rows.Terms());

        Assert.Equal("1", Assert.Single(handOver.Tasks).Row.Id);
    }
}

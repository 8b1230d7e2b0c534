using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;
using Keeper.Storage.Tasks;
using static Keeper.Protocol.Tasks.TaskState;

namespace Keeper.Grains.Tests.Tasks;

public sealed class TaskTransitionsTests
{
    /// <summary>docs/task-states.md, as a list. Whatever is not in it is refused.</summary>
    private static readonly (TaskState From, TaskState To)[] Allowed =
    [
        (Created, Dispatching), (Created, Cancelled), (Created, Expired),
        (Dispatching, Created), (Dispatching, Running), (Dispatching, Failed), (Dispatching, Cancelled),
        (Running, Created), (Running, Succeeded), (Running, Failed), (Running, TimedOut), (Running, Cancelled),
    ];

    public static TheoryData<TaskState, TaskState> Every()
    {
        var pairs = new TheoryData<TaskState, TaskState>();
        foreach (var from in Rows.States)
        {
            foreach (var to in Rows.States)
                pairs.Add(from, to);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void IsAllowed_EveryPair_IsAsDocumented(TaskState from, TaskState to) =>
        Assert.Equal(Allowed.Contains((from, to)), TaskTransitions.IsAllowed(from, to));

    [Theory]
    [MemberData(nameof(Every))]
    public void Change_EveryPair_EntersTheStateOrRefuses(TaskState from, TaskState to)
    {
        var row = Rows.Row(from);
        Func<TaskRow> change = to switch
        {
            Created => () => TaskTransitions.LoseLease(row, Rows.Now, "lost"),
            Dispatching => () => TaskTransitions.Lease(row, Rows.Now, Timeline.Entry(Dispatching, Rows.Now, "leased")),
            Running => () => TaskTransitions.Start(row, Rows.Now, Rows.Grace),
            _ => () => TaskTransitions.Finish(row, to, Rows.Now, "ended", result: null),
        };

        if (!Allowed.Contains((from, to)))
        {
            Assert.Throws<InvalidOperationException>(change);
            return;
        }

        var changed = change();
        Assert.Equal((int)to, changed.State);
        Assert.Equal(to, Timeline.Read(changed.Timeline)[^1].State);
        Assert.Equal(row.Version, changed.Version);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Finish_ToATerminalState_LeavesNothingDue(TaskState from, TaskState to)
    {
        if (!to.IsTerminal() || !TaskTransitions.IsAllowed(from, to))
            return;

        var ended = TaskTransitions.Finish(Rows.Row(from) with { DueAt = Rows.Now }, to, Rows.Now, "ended", "{}");

        Assert.Equal((null, Rows.Now, "{}"), (ended.DueAt, ended.FinishedAt, ended.Result));
    }

    [Fact]
    public void LoseLease_Running_RaisesTheAttemptAndNamesTheOldOne()
    {
        var row = TaskTransitions.LoseLease(Rows.Row(Running), Rows.Now, "agent one silent for 15 s");

        Assert.Equal((2, null, Rows.Now.AddSeconds(60)), (row.Attempt, row.StartedAt, row.DueAt));
        Assert.Equal("agent one silent for 15 s; attempt 1 given up", Timeline.Read(row.Timeline)[^1].Cause);
    }

    [Fact]
    public void Assign_ToNobody_IsDueSoonSoThatALostMessageCostsLittle()
    {
        var row = TaskTransitions.Assign(Rows.Row(), null, Rows.Now, "waits");

        Assert.Null(row.AgentId);
        Assert.Equal(Rows.Now + DueTimes.HandBack, row.DueAt);
    }

    [Theory]
    [InlineData(Dispatching)]
    [InlineData(Running)]
    [InlineData(Succeeded)]
    public void Assign_AnythingButCreated_IsRefused(TaskState state) =>
        Assert.Throws<InvalidOperationException>(() => TaskTransitions.Assign(Rows.Row(state), null, Rows.Now, "waits"));

    [Fact]
    public void Start_ShortRun_IsDueAtTheEndOfItsRunTimeAndGrace() =>
        Assert.Equal(Rows.Now.AddSeconds(90), TaskTransitions.Start(Rows.Row(Dispatching), Rows.Now, Rows.Grace).DueAt);

    [Fact]
    public void Start_OfALongRun_IsLookedAtEarlier() =>
        Assert.Equal(
            Rows.Now + DueTimes.BackstopAfter,
            TaskTransitions.Start(Rows.Row(Dispatching) with { RunTimeoutSeconds = 3600 }, Rows.Now, Rows.Grace).DueAt);
}

using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;
using static Keeper.Protocol.Tasks.TaskState;

namespace Keeper.Grains.Tests.Tasks;

public sealed class ReportRulesTests
{
    private static ReportVerdict Judge(TaskState state, TaskState reported, Outcome outcome = Outcome.Success) => ReportRules.Judge(
        Rows.Row(state), Rows.AgentId,
        reported == Running ? Sample.Running("t1") : Sample.Ended("t1", reported, outcome), Rows.Now, Rows.Grace);

    [Theory]
    [InlineData(Dispatching, Running, Running)]
    [InlineData(Dispatching, Succeeded, Succeeded)]
    [InlineData(Dispatching, TimedOut, TimedOut)]
    [InlineData(Running, Succeeded, Succeeded)]
    [InlineData(Running, Failed, Failed)]
    [InlineData(Running, TimedOut, TimedOut)]
    public void Judge_OfALease_ChangesTheState(TaskState state, TaskState reported, TaskState expected) =>
        Assert.Equal((int)expected, Judge(state, reported).Next!.State);

    [Theory]
    [InlineData(Running, Running)]
    [InlineData(Succeeded, Succeeded)]
    [InlineData(Failed, Failed)]
    [InlineData(TimedOut, TimedOut)]
    [InlineData(Succeeded, Running)]
    public void Judge_WhatIsKnown_IsAcceptedWithoutChange(TaskState state, TaskState reported) =>
        Assert.Equal(ReportVerdict.Known, Judge(state, reported));

    [Theory]
    [InlineData(Created, Running)]
    [InlineData(Created, Succeeded)]
    [InlineData(Succeeded, Failed)]
    [InlineData(TimedOut, Succeeded)]
    [InlineData(Cancelled, Running)]
    [InlineData(Cancelled, Succeeded)]
    [InlineData(Expired, Succeeded)]
    public void Judge_WhatCannotBe_IsRefusedWithAReason(TaskState state, TaskState reported)
    {
        var verdict = Judge(state, reported);

        Assert.Null(verdict.Next);
        Assert.NotNull(verdict.Refusal);
    }

    [Theory]
    [InlineData(Created)]
    [InlineData(Dispatching)]
    [InlineData(Cancelled)]
    [InlineData(Expired)]
    public void Judge_AStateThatAgentsCannotReport_IsRefused(TaskState reported) =>
        Assert.Contains(reported.Word(), Judge(Running, reported).Refusal, StringComparison.Ordinal);

    [Theory]
    [InlineData(Outcome.ExecutorFailed, false)]
    [InlineData(Outcome.Denied, false)]
    [InlineData(Outcome.TargetFailed, true)]
    public void Judge_FailedBeforeRunning_ShowsWhetherItEverRan(Outcome outcome, bool ran)
    {
        var timeline = Timeline.Read(Judge(Dispatching, Failed, outcome).Next!.Timeline);

        Assert.Equal(ran, timeline.Exists(e => e.State == Running));
        Assert.Equal(Failed, timeline[^1].State);
    }

    [Fact]
    public void Judge_TerminalWithoutResult_IsRefused() =>
        Assert.Equal(
            "a report of SUCCEEDED needs a result",
            ReportRules.Judge(Rows.Row(Running), Rows.AgentId, Sample.Succeeded("t1") with { Result = null }, Rows.Now, Rows.Grace).Refusal);

    [Fact]
    public void Judge_AnotherAttempt_NamesBoth() =>
        Assert.Equal(
            "attempt 1 is not the current one, 2",
            ReportRules.Judge(Rows.Row(Running, attempt: 2), Rows.AgentId, Sample.Succeeded("t1"), Rows.Now, Rows.Grace).Refusal);

    [Fact]
    public void Judge_AnotherAgentsTask_SaysTheSameAsForNone()
    {
        var foreign = ReportRules.Judge(Rows.Row(Running), "other", Sample.Succeeded("t1"), Rows.Now, Rows.Grace);
        var none = ReportRules.Judge(null, "other", Sample.Succeeded("t1"), Rows.Now, Rows.Grace);

        Assert.Equal(none.Refusal, foreign.Refusal);
    }
}

using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;

namespace Keeper.Agent.Tests.Polling;

public sealed class PollLoopTests
{
    [Fact]
    public async Task Run_WithToken_EnrolsAndPollsWithTheSecret()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var agent = RunningAgent.Start(gateway, FakeExecutors.Quick());

        await gateway.Polls.WhenCountAsync(1);

        var enrolment = Assert.Single(gateway.Enrolments.Items);
        Assert.Equal(("kt.vpc-a.t1.secret", "probe-1"), (enrolment.Token, enrolment.Name));
        Assert.Equal(["", "Bearer ka.agent-1.1"], gateway.Bearers.Items);
    }

    [Fact]
    public async Task Poll_FirstAfterStart_CarriesVersionExecutorsAndLabels()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var agent = RunningAgent.Start([gateway], [FakeExecutors.Quick()], change: o => o with { Labels = new Dictionary<string, string> { ["zone"] = "b" } });
        gateway.Answer(new PollResponse());

        var polls = await gateway.Polls.WhenCountAsync(2);

        Assert.Equal((AgentVersion.Current, "port", "b"), (polls[0].Version, Assert.Single(polls[0].Executors!).Kind, polls[0].Labels!["zone"]));
        Assert.Equal((null, null, null), (polls[1].Version, polls[1].Executors, polls[1].Labels));
    }

    [Fact]
    public async Task Poll_Idle_AsksToWaitOneHeartbeatWithFiguresAndFullCapacity()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.HeartbeatSeconds = 7;
        await using var agent = RunningAgent.Start(gateway, FakeExecutors.Quick());

        var poll = (await gateway.Polls.WhenCountAsync(1))[0];

        Assert.Equal((7, 100), (poll.WaitSeconds, poll.Capacity));
        Assert.Equal(0, poll.Heartbeat!.Outbox);
        Assert.True(poll.Heartbeat.MemoryBytes > 1_000_000);
    }

    [Fact]
    public async Task Instruction_HandedOut_RunsAndIsReportedWhileThePollIsParked()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var agent = RunningAgent.Start(gateway, FakeExecutors.Quick());
        gateway.HandOut(RunningAgent.Instruction("t1"));

        var end = await gateway.Reports.FirstAsync(r => r.State.IsTerminal(), "the end of t1");

        Assert.Equal(("t1", 1, TaskState.Succeeded, Outcome.Success), (end.TaskId, end.Attempt, end.State, end.Result!.Outcome));
        Assert.Equal([TaskState.Running, TaskState.Succeeded], gateway.Reports.Items.Select(r => r.State));
    }
}

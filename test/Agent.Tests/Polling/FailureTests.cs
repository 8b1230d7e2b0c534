using Keeper.Agent.Gateway;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Polling;

public sealed class FailureTests
{
    [Fact]
    public async Task Poll_FirstGatewayFails_GoesToTheNextWithoutAPause()
    {
        await using var bad = await ScriptedGateway.StartAsync();
        await using var good = await ScriptedGateway.StartAsync();
        bad.Fail = (_, _) => 503;
        await using var agent = RunningAgent.Start([bad, good], [FakeExecutors.Quick()]);

        // The clock stands still: any pause would never end.
        await good.Polls.WhenCountAsync(1);

        Assert.Single(good.Enrolments.Items);
    }

    [Fact]
    public async Task Poll_OnlyGatewayFails_TriesAgainWithinTwoSecondsAndRecovers()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var failures = new Recorder<string>();
        gateway.Fail = (call, _) =>
        {
            if (call != "poll" || failures.Items.Count > 0)
                return null;
            failures.Add(call);
            return 503;
        };
        await using var agent = RunningAgent.Start(gateway, FakeExecutors.Quick());
        await agent.Logs.Entries.FirstAsync(e => e.Id == 1621, "the failure's log entry");
        await agent.Time.WhenTimersArmedAsync(2).Within("the pause");
        agent.Time.Advance(RetryDelays.LongestFirst);

        await gateway.Polls.WhenCountAsync(1);
    }

    [Fact]
    public async Task Poll_Revoked_EndsTheAgentWhichSaysSo()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.Fail = (call, _) => call == "poll" ? 401 : null;
        await using var agent = RunningAgent.Start(gateway, FakeExecutors.Quick());

        Assert.Equal(AgentExit.Revoked, await agent.Ended.Within("the agent's end"));
        Assert.Contains(agent.Logs.Entries.Items, e => e.Id == 1622);
        Assert.Empty(gateway.Byes.Items);
    }

    [Fact]
    public async Task Poll_Superseded_EndsTheAgentWhichSaysSo()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.Fail = (call, _) => call == "poll" ? 409 : null;
        await using var agent = RunningAgent.Start(gateway, FakeExecutors.Quick());

        Assert.Equal(AgentExit.Superseded, await agent.Ended.Within("the agent's end"));
        Assert.Contains(agent.Logs.Entries.Items, e => e.Id == 1623);
    }

    [Fact]
    public async Task Poll_GatewayThatDoesNotPark_IsNotAskedInALoop()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        for (var i = 0; i < 50; i++)
            gateway.Answer(new PollResponse());
        await using var agent = RunningAgent.Start(gateway, FakeExecutors.Quick());

        await agent.Time.WhenTimerArmedAsync(TimeSpan.FromSeconds(1)).Within("the pause");

        Assert.InRange(gateway.Polls.Items.Count, 3, 5);
    }

    [Fact]
    public async Task Reports_PoisonedOne_DoesNotHoldUpTheOthers()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.Fail = (call, body) => body.AsSpan().IndexOf("\"poison\""u8) >= 0 && body.AsSpan().IndexOf("SUCCEEDED"u8) >= 0 && call != "enroll" ? 400 : null;
        await using var agent = RunningAgent.Start(gateway, FakeExecutors.Quick());
        gateway.HandOut(RunningAgent.Instruction("t1"), RunningAgent.Instruction("poison"), RunningAgent.Instruction("t2"), RunningAgent.Instruction("t3"));

        await gateway.Reports.WhenAsync(
            all => all.Where(r => r.State == TaskState.Succeeded).Select(r => r.TaskId).Order().SequenceEqual(["t1", "t2", "t3"]), "three ends");
        await agent.Logs.Entries.FirstAsync(e => e.Id == 1650 && e.Message.Contains("poison", StringComparison.Ordinal), "the dropped report's log entry");
    }
}

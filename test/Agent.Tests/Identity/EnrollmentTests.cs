using System.Runtime.Versioning;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Identity;

public sealed class EnrollmentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_SecondTime_NeedsNoTokenAndIsTheSameInstallation()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await StartAndStopAsync(gateway, 1, o => o);
        await StartAndStopAsync(gateway, 2, o => o with { Token = null });

        Assert.Single(gateway.Enrolments.Items);
        Assert.Single(gateway.Polls.Items.Select(p => p.InstanceId).Distinct());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Combine("identity.json")));
    }

    [Fact]
    public async Task Enrol_AnswerLost_IsRepeatedAsTheSameInstallation()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var instances = new Recorder<string>();
        gateway.Fail = (call, body) =>
        {
            if (call != "enroll")
                return null;
            instances.Add(System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("instanceId").GetString()!);
            return instances.Items.Count == 1 ? 502 : null;
        };
        await using var agent = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder);
        await agent.Logs.Entries.FirstAsync(e => e.Id == 1611, "the failure's log entry");
        await agent.Time.WhenTimersArmedAsync(1).Within("the pause");
        agent.Time.Advance(TimeSpan.FromSeconds(2));

        await gateway.Polls.WhenCountAsync(1);

        Assert.Single(instances.Items.Distinct());
    }

    [Fact]
    public async Task Enrol_Refused_EndsTheAgentWhichSaysWhy()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        gateway.Fail = (_, _) => 403;
        await using var agent = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder);

        Assert.Equal(AgentExit.EnrollmentRefused, await agent.Ended.Within("the agent's end"));
        Assert.Contains(agent.Logs.Entries.Items, e => e.Id == 1612 && e.Message.Contains("scripted 403", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WithoutIdentityAndToken_EndsAndSaysSo()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var agent = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder, o => o with { Token = null });

        Assert.Equal(AgentExit.NoToken, await agent.Ended.Within("the agent's end"));
    }

    [Fact]
    public async Task Start_TokenSource_IsAskedForTheToken()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var agent = RunningAgent.Start(
            [gateway], [FakeExecutors.Quick()], _folder, o => o with { Token = null, TokenSource = _ => ValueTask.FromResult("kt.local.built.in") });

        Assert.Equal("kt.local.built.in", (await gateway.Enrolments.WhenCountAsync(1))[0].Token);
    }

    [Fact]
    public async Task Start_TokenSourceFails_IsAskedAgain()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        var asked = 0;
        await using var agent = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder, o => o with
        {
            Token = null,
            TokenSource = _ => ++asked == 1 ? throw new InvalidOperationException("not yet") : ValueTask.FromResult("kt.local.built.in"),
        });
        await agent.Time.WhenTimerArmedAsync(TimeSpan.FromSeconds(2)).Within("the pause");
        agent.Time.Advance(TimeSpan.FromSeconds(2));

        await gateway.Enrolments.WhenCountAsync(1);
        Assert.Contains(agent.Logs.Entries.Items, e => e.Message.Contains("no token: not yet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Poll_RevokedButANewTokenIsGiven_EnrolsAnew()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await StartAndStopAsync(gateway, 1, o => o);
        gateway.Fail = (call, _) => call == "poll" && gateway.Enrolments.Items.Count == 1 ? 401 : null;
        await StartAndStopAsync(gateway, 2, o => o with { Token = "kt.vpc-a.t2.fresh" });

        Assert.Equal(["kt.vpc-a.t1.secret", "kt.vpc-a.t2.fresh"], gateway.Enrolments.Items.Select(e => e.Token));
        Assert.Equal("Bearer ka.agent-1.2", gateway.Bearers.Items[^2]);
    }

    [Fact]
    public async Task Start_FolderInUse_SaysSo()
    {
        await using var gateway = await ScriptedGateway.StartAsync();
        await using var first = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder);
        await gateway.Polls.WhenCountAsync(1);
        await using var second = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder);

        var e = await Assert.ThrowsAsync<AgentStartException>(() => second.Ended.Within("the second agent's end"));
        Assert.Contains("does another agent use it?", e.Message, StringComparison.Ordinal);
    }

    private async Task StartAndStopAsync(ScriptedGateway gateway, int polls, Func<AgentOptions, AgentOptions> change)
    {
        await using var agent = RunningAgent.Start([gateway], [FakeExecutors.Quick()], _folder, change);
        await gateway.Polls.WhenCountAsync(polls);
        await agent.StopAsync();
    }
}

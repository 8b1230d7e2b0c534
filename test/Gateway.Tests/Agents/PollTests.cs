using Keeper.Gateway.Tests.Fakes;
using Keeper.Grains.Agents;
using Keeper.Protocol.Security;
using Keeper.Protocol.Tasks;

namespace Keeper.Gateway.Tests.Agents;

public sealed class PollTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    private FakeAgent Agent => _host.Grains.Agent("a1");

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Poll_NothingToDoAndNoWait_IsAnsweredEmptyAtOnce()
    {
        var answer = await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret);

        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"instructions":[],"cancelled":[],"accepted":[],"refused":[],"heartbeatSeconds":5,"incarnation":"first"}""", answer.Text);
        Assert.Empty(Agent.Takes.Items);
    }

    [Fact]
    public async Task Poll_GrainHasWork_HandsItOverWithRawArguments()
    {
        Agent.OnPoll = _ => new PollAnswer
        {
            Instructions = [new AgentInstruction("t1", 2, "port", """{"port":1,"host":"h"}""", 30)],
            Cancelled = ["t0"],
            Accepted = [new Attempt("t3", 1)],
            Refused = [new ReportRefusal(new Attempt("t4", 7), "another attempt")],
        };

        var json = (await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret)).Json;

        Assert.Equal(
            """{"taskId":"t1","attempt":2,"kind":"port","arguments":{"port":1,"host":"h"},"runTimeoutSeconds":30}""",
            json.GetProperty("instructions")[0].GetRawText());
        Assert.Equal("t0", json.GetProperty("cancelled")[0].GetString());
        Assert.Equal("""{"taskId":"t3","attempt":1}""", json.GetProperty("accepted")[0].GetRawText());
        Assert.Equal("""{"taskId":"t4","attempt":7,"reason":"another attempt"}""", json.GetProperty("refused")[0].GetRawText());
    }

    [Fact]
    public async Task Poll_AfterARestore_NamesTheNewIncarnation()
    {
        await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret);
        _host.Incarnation.Current = "second";

        var json = (await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret)).Json;

        Assert.Equal("second", json.GetProperty("incarnation").GetString());
    }

    [Fact]
    public async Task Poll_ReportsOfTwoIncarnations_RefusesTheFormerAndPassesTheRest()
    {
        const string Reports =
            """
            ,"reports":[{"taskId":"t1","attempt":1,"state":"RUNNING","at":"2026-11-22T01:00:04Z","incarnation":"lost"},
                        {"taskId":"t2","attempt":1,"state":"RUNNING","at":"2026-11-22T01:00:04Z","incarnation":"first"},
                        {"taskId":"t3","attempt":1,"state":"RUNNING","at":"2026-11-22T01:00:04Z"}]
            """;
        AgentPoll? told = null;
        Agent.OnPoll = poll =>
        {
            told = poll;
            return PollAnswer.Empty;
        };

        var json = (await _host.AgentAsync("poll", AgentRequests.Poll(waitSeconds: 5, more: Reports), Agent.Secret)).Json;

        Assert.Equal(["t2", "t3"], told!.Reports.Select(r => r.TaskId));
        Assert.Equal("t1", Assert.Single(json.GetProperty("refused").EnumerateArray()).GetProperty("taskId").GetString());
    }

    [Fact]
    public async Task Poll_CarriesEverything_GrainIsToldEverything()
    {
        await _host.AgentAsync(
            "poll",
            """
            {"instanceId":"i9","startedAt":"2026-11-22T01:00:00+01:00","sentAt":"2026-11-22T01:00:05Z","capacity":7,"waitSeconds":0,
             "running":[{"taskId":"t1","attempt":3}],"heartbeat":{"cpuPercent":1.5,"memoryBytes":1000,"outbox":2},
             "reports":[{"taskId":"t2","attempt":1,"state":"FAILED","at":"2026-11-22T01:00:04Z",
               "result":{"outcome":"TargetFailed","message":"refused","durationMs":4,"assertions":[],"output":"x"}}],
             "version":"1.2","executors":[{"kind":"port","version":"1","argumentsSchema":{"type":"object"}},{"kind":"custom","version":"2","repeatable":true}],"labels":{"zone":"z"},
             "pluginFaults":[{"plugin":"bad","reason":"kind: is required"}],
             "newerField":true}
            """,
            Agent.Secret);

        var poll = Assert.Single(Agent.Polls.Items);
        Assert.Equal(Secrets.Hash(Agent.Secret), poll.SecretHash);
        Assert.Equal(("i9", 7), (poll.InstanceId, poll.Capacity));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), poll.StartedAt);
        Assert.Equal([new Attempt("t1", 3)], poll.Running);
        Assert.Equal((1.5, 1000L, 2), (poll.CpuPercent, poll.MemoryBytes, poll.Outbox));
        var report = Assert.Single(poll.Reports);
        Assert.Equal(("t2", TaskState.Failed, "refused"), (report.TaskId, report.State, report.Message));
        Assert.Contains("\"outcome\":\"TargetFailed\"", report.Result, StringComparison.Ordinal);
        Assert.Equal("1.2", poll.Version);
        Assert.Equal([new AgentExecutor("port", "1", """{"type":"object"}"""), new AgentExecutor("custom", "2", Repeatable: true)], poll.Executors);
        Assert.Equal("z", poll.Labels?["zone"]);
        Assert.Equal([new AgentPluginFault("bad", "kind: is required")], poll.PluginFaults);
    }

    [Fact]
    public async Task Poll_NoCredential_Is401WithChallenge()
    {
        var answer = await _host.AgentAsync("poll", AgentRequests.Poll(), secret: null);

        Assert.Equal(401, answer.Problem.Status);
        Assert.Equal("Bearer", answer.Response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Poll_CredentialOfAnotherAgent_ReachesOnlyThatAgent()
    {
        var other = _host.Grains.Agent("a2");

        await _host.AgentAsync("poll", AgentRequests.Poll(), other.Secret);

        Assert.Single(other.Polls.Items);
        Assert.Empty(Agent.Polls.Items);
    }

    [Fact]
    public async Task Poll_IdOfOneAgentWithSecretOfAnother_Is401()
    {
        var other = _host.Grains.Agent("a2");
        var forged = other.Secret.Replace("ka.a2.", "ka.a1.", StringComparison.Ordinal);

        Assert.Equal(401, (await _host.AgentAsync("poll", AgentRequests.Poll(waitSeconds: 5), forged)).Problem.Status);
        Assert.Empty(Agent.Takes.Items);
    }

    [Fact]
    public async Task Poll_AnotherInstallationTookOver_Is409()
    {
        Agent.Access = AgentAccess.Superseded;

        Assert.EndsWith("superseded", (await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret)).Problem.Type, StringComparison.Ordinal);
    }
}

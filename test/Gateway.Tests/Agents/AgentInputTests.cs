using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Keeper.Gateway.Tests.Fakes;
using Keeper.Protocol.Tasks;
using Keeper.Testing;
using Orleans.Runtime;

namespace Keeper.Gateway.Tests.Agents;

public sealed class AgentInputTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    private FakeAgent Agent => _host.Grains.Agent("a1");

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Poll_MalformedJson_Is400WithPosition()
    {
        var problem = (await _host.AgentAsync("poll", "{\n \"instanceId\": oops}", Agent.Secret)).Problem;

        Assert.Equal(400, problem.Status);
        Assert.StartsWith("Line 2, byte 16", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(Agent.Polls.Items);
    }

    [Fact]
    public async Task Poll_TextThatIsNoUnicode_Is400() =>
        Assert.Equal(400, (await _host.AgentAsync("poll", """{"instanceId":"\ud800"}""", Agent.Secret)).Problem.Status);

    [Fact]
    public async Task Poll_EmptyBody_Is400() => Assert.Equal(400, (await _host.AgentAsync("poll", "", Agent.Secret)).Problem.Status);

    [Fact]
    public async Task Poll_TextAfterTheBody_Is400() =>
        Assert.Equal(400, (await _host.AgentAsync("poll", AgentRequests.Poll() + "{}", Agent.Secret)).Problem.Status);

    [Fact]
    public async Task Poll_ManyFaults_NamesThemAll()
    {
        var problem = (await _host.AgentAsync(
            "poll",
            """
            {"startedAt":"yesterday","sentAt":"2026-11-22T01:00:05Z","capacity":10001,"waitSeconds":-1,"running":[{"taskId":"t1"}],
             "reports":[{"taskId":"t2","attempt":1,"state":"SUCCEEDED","at":"2026-11-22T01:00:05Z"},
                        {"taskId":"","attempt":0,"state":"CREATED","at":"2026-11-22T01:00:05Z"}],
             "executors":[{"version":"1"}],"labels":{"a":1}}
            """,
            Agent.Secret)).Problem;

        Assert.Equal(
            [
                "capacity", "executors[0].kind", "instanceId", "labels.a", "reports[0].result", "reports[1].attempt", "reports[1].state",
                "reports[1].taskId", "running[0].attempt", "startedAt", "waitSeconds",
            ],
            problem.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(Agent.Polls.Items);
    }

    [Theory]
    [InlineData("executors[0].argumentsSchema", "true")]
    [InlineData("executors[0].argumentsSchema", "long")]
    [InlineData("executors", "many")]
    public async Task Poll_SchemaBeyondItsLimits_NamesTheField(string field, string schema)
    {
        var text = schema == "true" ? schema : $$"""{"title":"{{new string('x', schema == "long" ? 65_530 : 65_000)}}"}""";
        var executors = string.Join(',', Enumerable.Repeat($$"""{"kind":"k","version":"1","argumentsSchema":{{text}}}""", schema == "many" ? 5 : 1));
        var body = AgentRequests.Poll().Replace("\"running\":[]", $"\"running\":[],\"executors\":[{executors}]", StringComparison.Ordinal);

        Assert.Equal([field], (await _host.AgentAsync("poll", body, Agent.Secret)).Problem.Errors.Keys);
    }

    [Fact]
    public async Task Poll_SchemaNestedWithoutEnd_Is400()
    {
        var schema = string.Concat(Enumerable.Repeat("""{"items":""", 100)) + "{}" + new string('}', 100);
        var body = AgentRequests.Poll().Replace(
            "\"running\":[]", $$"""
            "running":[],"executors":[{"kind":"k","version":"1","argumentsSchema":{{schema}}}]
            """, StringComparison.Ordinal);

        Assert.Equal(400, (await _host.AgentAsync("poll", body, Agent.Secret)).Problem.Status);
    }

    [Theory]
    [InlineData("capacity", """{"instanceId":"i","startedAt":"2026-11-22T01:00:00Z","sentAt":"2026-11-22T01:00:00Z","capacity":-1}""")]
    [InlineData("instanceId", """{"instanceId":null,"startedAt":"2026-11-22T01:00:00Z","sentAt":"2026-11-22T01:00:00Z","capacity":1}""")]
    [InlineData("running[0]", """{"instanceId":"i","startedAt":"2026-11-22T01:00:00Z","sentAt":"2026-11-22T01:00:00Z","capacity":1,"running":[null]}""")]
    [InlineData("heartbeat.outbox", """{"instanceId":"i","startedAt":"2026-11-22T01:00:00Z","sentAt":"2026-11-22T01:00:00Z","capacity":1,"heartbeat":{"outbox":"x"}}""")]
    [InlineData("heartbeat.outbox", """{"instanceId":"i","startedAt":"2026-11-22T01:00:00Z","sentAt":"2026-11-22T01:00:00Z","capacity":1,"heartbeat":{"outbox":1.5}}""")]
    [InlineData("pluginFaults[0].plugin", """{"instanceId":"i","startedAt":"2026-11-22T01:00:00Z","sentAt":"2026-11-22T01:00:00Z","capacity":1,"pluginFaults":[{"plugin":"","reason":"x"}]}""")]
    [InlineData("pluginFaults[0].reason", """{"instanceId":"i","startedAt":"2026-11-22T01:00:00Z","sentAt":"2026-11-22T01:00:00Z","capacity":1,"pluginFaults":[{"plugin":"x"}]}""")]
    [InlineData("pluginFaults[0]", """{"instanceId":"i","startedAt":"2026-11-22T01:00:00Z","sentAt":"2026-11-22T01:00:00Z","capacity":1,"pluginFaults":[null]}""")]
    public async Task Poll_OneFault_NamesTheField(string field, string body) =>
        Assert.Equal([field], (await _host.AgentAsync("poll", body, Agent.Secret)).Problem.Errors.Keys);

    [Fact]
    public async Task Poll_TooManyRunning_Is400()
    {
        var running = string.Join(',', Enumerable.Repeat("""{"taskId":"t","attempt":1}""", 20_001));
        var body = AgentRequests.Poll().Replace("\"running\":[]", $"\"running\":[{running}]", StringComparison.Ordinal);

        Assert.Equal(["running"], (await _host.AgentAsync("poll", body, Agent.Secret)).Problem.Errors.Keys);
    }

    [Theory]
    [InlineData(21, 200, "pluginFaults")]
    [InlineData(1, 201, "pluginFaults[0].reason")]
    public async Task Poll_PluginFaultsBeyondTheirLimits_NamesTheField(int count, int length, string field)
    {
        var faults = string.Join(',', Enumerable.Repeat($$"""{"plugin":"p","reason":"{{new string('x', length)}}"}""", count));
        var body = AgentRequests.Poll().Replace("\"running\":[]", $"\"running\":[],\"pluginFaults\":[{faults}]", StringComparison.Ordinal);

        Assert.Equal([field], (await _host.AgentAsync("poll", body, Agent.Secret)).Problem.Errors.Keys);
    }

    [Fact]
    public async Task Reports_ResultTooLong_IsCutWithAMark()
    {
        var body = $$$"""
            {"instanceId":"i1","reports":[{"taskId":"t1","attempt":1,"state":"SUCCEEDED","at":"2026-11-22T01:00:00Z",
             "result":{"outcome":"Success","message":"{{{new string('m', 3000)}}}","durationMs":1,"output":"{{{new string('o', 20_000)}}}"}}]}
            """;

        Assert.Equal(200, (await _host.AgentAsync("reports", body, Agent.Secret)).Status);

        var report = Agent.Reports.Items[0][0];
        Assert.Equal(TaskResult.MaxMessageLength, report.Message!.Length);
        Assert.EndsWith("[3000 characters, cut]", report.Message, StringComparison.Ordinal);
        Assert.InRange(report.Result!.Length, TaskResult.MaxOutputLength, TaskResult.MaxOutputLength + 3000);
    }

    [Fact]
    public async Task Reports_NegativeDuration_Is400()
    {
        var answer = await _host.AgentAsync(
            "reports",
            """
            {"instanceId":"i1","reports":[{"taskId":"t1","attempt":1,"state":"SUCCEEDED","at":"2026-11-22T01:00:00Z",
             "result":{"outcome":"Success","message":"m","durationMs":-1}}]}
            """,
            Agent.Secret);

        Assert.Equal(["reports[0].result.durationMs"], answer.Problem.Errors.Keys);
        Assert.Empty(Agent.Reports.Items);
    }

    [Fact]
    public async Task Reports_ThatTheGrainRefuses_AreAnswered()
    {
        Agent.OnReport = _ => new() { Refused = [new(new("t1", 1), "not yours")] };

        var answer = await _host.AgentAsync(
            "reports",
            """{"instanceId":"i1","reports":[{"taskId":"t1","attempt":1,"state":"RUNNING","at":"2026-11-22T01:00:00Z"}]}""",
            Agent.Secret);

        Assert.Equal("""{"accepted":[],"refused":[{"taskId":"t1","attempt":1,"reason":"not yours"}]}""", answer.Text);
    }

    [Theory]
    [InlineData("reports", """{"instanceId":"i1","reports":[]}""")]
    [InlineData("bye", """{"instanceId":"i1"}""")]
    public async Task Call_WrongSecret_Is401AndChangesNothing(string call, string body)
    {
        Assert.Equal(401, (await _host.AgentAsync(call, body, "ka.a1.wrong")).Problem.Status);
        Assert.Empty(Agent.Reports.Items);
        Assert.Empty(Agent.Byes.Items);
    }

    [Fact]
    public async Task Poll_SaysItIsTooLarge_Is413BeforeTheBodyIsSent()
    {
        var head = await SendHeadAsync($"Content-Length: {4 * 1024 * 1024 + 1}\r\n", []);

        Assert.StartsWith("HTTP/1.1 413", head, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poll_ChunksGrowTooLarge_Is413BeforeTheBodyEnds()
    {
        var chunk = Encoding.ASCII.GetBytes($"{64 * 1024:x}\r\n{new string(' ', 64 * 1024)}\r\n");

        var head = await SendHeadAsync("Transfer-Encoding: chunked\r\n", Enumerable.Repeat(chunk, 65));

        Assert.StartsWith("HTTP/1.1 413", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WrongInput_LogsNothing()
    {
        await _host.AgentAsync("poll", "oops", Agent.Secret);
        await _host.AgentAsync("poll", AgentRequests.Poll(), "ka.a1.wrong");
        await _host.AgentAsync("enroll", "{}", null);

        Assert.Empty(_host.Log.Items);
    }

    [Fact]
    public async Task Poll_GrainFails_Is500WithoutDetailsAndLoggedOnce()
    {
        Agent.OnPoll = _ => throw new InvalidOperationException("secret detail");

        var first = await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret);
        await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret);

        Assert.Equal(500, first.Problem.Status);
        Assert.DoesNotContain("secret detail", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", first.Text, StringComparison.Ordinal);
        Assert.Contains("secret detail", Assert.Single(_host.Log.Items), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poll_GrainTimesOut_Is503WithRetryAfter()
    {
        Agent.OnPoll = _ => throw new TimeoutException();

        var answer = await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret);

        Assert.Equal(503, answer.Problem.Status);
        Assert.NotNull(answer.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Poll_StoreTakesNoWrites_Is503ThatSaysWhy()
    {
        Agent.OnPoll = _ => throw new IOException("The store can't write now: the disk is full");

        var answer = await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret);

        Assert.Equal(503, answer.Problem.Status);
        Assert.NotNull(answer.Response.Headers.RetryAfter);
        Assert.Contains("the disk is full", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Poll_SiloOfTheGrainIsLost_Is503WithRetryAfter()
    {
        // Only the grain runtime can construct one.
        var rejection = (Exception)RuntimeHelpers.GetUninitializedObject(typeof(OrleansMessageRejectionException));
        Agent.OnPoll = _ => throw rejection;

        var answer = await _host.AgentAsync("poll", AgentRequests.Poll(), Agent.Secret);

        Assert.Equal(503, answer.Problem.Status);
        Assert.NotNull(answer.Response.Headers.RetryAfter);
    }

    /// <summary>Sends a request whose body never ends, and reads the answer's first bytes.</summary>
    private async Task<string> SendHeadAsync(string headers, IEnumerable<byte[]> pieces)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _host.Agents.BaseAddress!.Port, Deadline.Token());
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /agent/v1/poll HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {Agent.Secret}\r\n{headers}\r\n"), Deadline.Token());
        foreach (var piece in pieces)
            await stream.WriteAsync(piece, Deadline.Token());
        var buffer = new byte[4096];
        var length = await stream.ReadAsync(buffer, Deadline.Token());
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
